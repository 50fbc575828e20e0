"""What the formats with fixed pages (PDF, OFD, scans, HTML with a place for each word) share: from characters and lines with places to tables."""
