"""The registry cards that gongkai ships: one YAML file a province, made by :mod:`crawler.sources.build`."""
