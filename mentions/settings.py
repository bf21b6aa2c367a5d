"""How crawls behave. Delay, user agent, certificates and private addresses come from `mentions.toml`, see `spiders`."""

from mentions.middlewares.meta import PARTS

BOT_NAME = "mentions"
SPIDER_MODULES = ["mentions.spiders"]
NEWSPIDER_MODULE = "mentions.spiders"

# Polite by construction.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "mentions"
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # of one page, which has one visit: Scrapy starts as many tasks for each page, used or not
DOWNLOAD_DELAY_JITTER = 0  # the delay is the least that a host is left alone
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
SCHEDULER_PRIORITY_QUEUE = "mentions.middlewares.queueing.FairQueue"
# Seconds that a host is left alone which answers 429 and names no time, doubled each time; beyond the most, or after so
# many in a row, it is not asked again in the run.
REFUSAL_PAUSE = 30.0
REFUSAL_PAUSE_MAX = 300.0
REFUSALS_MAX = 3
# Seconds between two requests, where a service asks for more in its documentation than in a robots.txt.
LEAST_DELAYS = {"api.gdeltproject.org": 5.0, "oauth.reddit.com": 1.0}

# Bounded in size and time.
DOWNLOAD_MAXSIZE = 10_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
REDIRECT_MAX_TIMES = 8
RETRY_TIMES = 1
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the visit says so; an error in the log means that the run itself failed
METAREFRESH_ENABLED = False  # a page that reloads itself each minute is a page, and no redirect
DEPTH_LIMIT = 20
# What is newest is offered first, and asked for first: a budget is spent on it.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
URLLENGTH_LIMIT = 2083

# Nothing that listens, and nothing that looks further than the pages asked for.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",  # those of which is known where they end
}
REFERRER_POLICY = "no-referrer"
TWISTED_DNS_RESOLVER = "mentions.middlewares.addresses.PublicResolver"
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("http", "https"), "mentions.middlewares.connections.BoundedHandler"),
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}

DOWNLOADER_MIDDLEWARES = {
    "mentions.middlewares.trapped.TrapMiddleware": 40,
    "mentions.middlewares.pace.Pace": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "mentions.middlewares.reddit.RedditRules": 60,
    "mentions.middlewares.robots.RobotsMiddleware": 100,
    "mentions.middlewares.bodies.WholeBodyMiddleware": 595,
    "mentions.middlewares.reddit.RedditToken": 890,
    # Innermost, so that it sees each redirect and each robots.txt.
    "mentions.middlewares.addresses.PublicAddressMiddleware": 900,
}
# What a page needs to draw itself in a browser is asked for at once, as readers' browsers do.
DOWNLOAD_SLOTS = {PARTS: {"concurrency": 6, "delay": 0.0}}
ITEM_PIPELINES = {"mentions.pipelines.RecordPipeline": 500}
EXTENSIONS = {"mentions.extensions.RunRecord": 500, "mentions.extensions.StoreGuard": 500}

# A line for what happens: no tables of settings, versions and statistics; `mentions status` has the figures.
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False
LOG_FORMATTER = "mentions.extensions.QuietLogFormatter"
