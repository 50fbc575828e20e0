"""What a page of a government site is and says: its address, text, links and kind. Free of Scrapy and of any one platform."""
