"""The Scrapy project's settings. What an operator sets comes from ``GONGKAI_*`` (see :mod:`etl.settings`)."""

from crawler.configure import scrapy_settings
from etl.settings import load_settings

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# One connection a host, many hosts at once; pauses are kept by crawler.network.pace.
CONCURRENT_REQUESTS = 256
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 8
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # in the order of the list: the newest first
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_FAIL_ON_DATALOSS = True
REDIRECT_MAX_TIMES = 6
METAREFRESH_MAXDELAY = 10
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 wait as long as they ask for
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
HTTPERROR_ALLOW_ALL = True  # every status is an answer to be classified
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}
# Cookies are kept a site (one jar, matched by domain); nothing is ever logged in.
COOKIES_ENABLED = True
# A proxy would resolve names itself, behind the guard's back.
HTTPPROXY_ENABLED = False
ROBOTSTXT_OBEY = False  # our own middleware is stricter
TWISTED_DNS_RESOLVER = "crawler.network.resolver.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.handler.GuardedDownloadHandler",
    "https": "crawler.network.handler.GuardedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.guard.GuardMiddleware": 10,
    "crawler.middlewares.browser.BrowserMiddleware": 50,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.conditional.ConditionalMiddleware": 200,
    "crawler.middlewares.manners.MannersMiddleware": 565,
    "crawler.middlewares.recorder.RecorderMiddleware": 860,
    "crawler.middlewares.compression.BoundedCompressionMiddleware": 870,
}
ITEM_PIPELINES = {
    "crawler.pipelines.archive.ArchivePipeline": 100,
    "crawler.pipelines.read.ReadPipeline": 200,
    "crawler.pipelines.load.LoadPipeline": 300,
}
EXTENSIONS = {
    "crawler.extensions.visits.VisitsExtension": 100,
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []

locals().update(scrapy_settings(load_settings()))
