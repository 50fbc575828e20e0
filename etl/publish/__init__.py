"""The open dataset: one folder with everything, made from the database alone. Equal databases give equal bytes."""

from etl.publish.release import ReleaseError, publish

__all__ = ["ReleaseError", "publish"]
