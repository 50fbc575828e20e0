"""One place that folds text: compatibility forms, radicals, white space, numbering. Everything that compares uses it."""

from __future__ import annotations

import re
import unicodedata

from etl.remembered import remembered

# CJK Radicals Supplement, which NFKC leaves alone (print-to-PDF fonts map to it). After Unicode's
# EquivalentUnifiedIdeograph.txt; only characters whose unified form is unambiguous.
_RADICALS = str.maketrans(
    "⺁⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄心扌攵旡日月歺民氵水灬爫爪丬牛犭王疋目示礻竹糹纟罓罒网羊羊羊耂聿聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
# Kangxi Radicals, which NFKC knows, one character for one.
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
# Traditional characters of the official labels, headings and titles, and of the names of bodies and places: sites and mirrors offer
# their pages in both scripts. None that stands in the present name of a place (於潜镇).
_TRADITIONAL = str.maketrans(
    "萬與專業個爲為舉鄉億從衆眾會傳體關內決況減辦務動區單廳縣參發後員圍國處復審對屬應廢開強當徑總執護報據數無時機權條構檢沒濟點熱現電確祕穩類糾納線組織經結絡統繼續維編繳網罰職輿範獲補規計認訓議許訟設訪訴話詢請讀談負財責購費轉輯過這進採錯鎮門問間聞閱閲隱項題額駁複製佈"
    "農衛產環資監稅礦漁糧聯婦殘檔館園協僑險術醫療災鐵訊氣煙黨學藥營運輸郵儲戰備貿習勞藝東廣寧陽龍臨漢灣島濱溫興羅豐華貴雲蘭遼蘇滬慶長鄭贛瀘瓊嶺義靈鹽萊濰齊廈連爾烏魯圖陝渾頭來劃價評優證瀋薊紹蕪揚"
    "樂雙潁歷黃廬滄遷鄒鞏滎澤陰陳鄲鳳鐘鍾鈞銅錦鋼鋒鑲麗龜齡頓順須顯饒馬騰驛騎鳥鴨雞鶴鵬鷹魚鯉麥莊葉蔣蓮蔭蕭薩藍蝦覽諸謝譚貝賀賓賢賴趙躍軍軒輝遠達邊鄧鄰釣鈴鉛銀錫鏡闊閘閩閬隊際陸隨隴離霧靜韓頁頂飛駐驪鮮齒壩壟壇墊夾奧孫寬寶將嶗峽崗巖庫廟廠彌彥恆懷戶擁敘暉曉柵棗楊榮樓樹橋櫻欽歐歸沖涇淺淵渦湯溝滾滿澗"
    "潛澠濕瀏瀾灘灑爐獅獨瑪璦畢疊盤盧碭磚礬禮禪種積窯節築簡紀紅綏綠綿縉縱繡聖肅臘臥蒼號蠶觀調諾謙讓貢賽贊車輔遙郟鄆鄖鄴酈鋪鎖鑼閣陘雋雜韋顏風飲駝鮑鰲鳴鴻鸞橫澱淥漵潯淶灤滸漣灃湞壽嵐張彎樅樺櫟欒歡涼畝磯窪膠舊荊覺貞輪轄邁錢閭顧鳩鵝塢墾壺夢婁尋岡戲晉暢檜溮潤瀆燈獻甌甕畫碩祿禎葦蘄詔誠譙賚邏鍋鑒堯甯麼",
    "万与专业个为为举乡亿从众众会传体关内决况减办务动区单厅县参发后员围国处复审对属应废开强当径总执护报据数无时机权条构检没济点热现电确秘稳类纠纳线组织经结络统继续维编缴网罚职舆范获补规计认训议许讼设访诉话询请读谈负财责购费转辑过这进采错镇门问间闻阅阅隐项题额驳复制布"
    "农卫产环资监税矿渔粮联妇残档馆园协侨险术医疗灾铁讯气烟党学药营运输邮储战备贸习劳艺东广宁阳龙临汉湾岛滨温兴罗丰华贵云兰辽苏沪庆长郑赣泸琼岭义灵盐莱潍齐厦连尔乌鲁图陕浑头来划价评优证沈蓟绍芜扬"
    "乐双颍历黄庐沧迁邹巩荥泽阴陈郸凤钟钟钧铜锦钢锋镶丽龟龄顿顺须显饶马腾驿骑鸟鸭鸡鹤鹏鹰鱼鲤麦庄叶蒋莲荫萧萨蓝虾览诸谢谭贝贺宾贤赖赵跃军轩辉远达边邓邻钓铃铅银锡镜阔闸闽阆队际陆随陇离雾静韩页顶飞驻骊鲜齿坝垄坛垫夹奥孙宽宝将崂峡岗岩库庙厂弥彦恒怀户拥叙晖晓栅枣杨荣楼树桥樱钦欧归冲泾浅渊涡汤沟滚满涧"
    "潜渑湿浏澜滩洒炉狮独玛瑷毕叠盘卢砀砖矾礼禅种积窑节筑简纪红绥绿绵缙纵绣圣肃腊卧苍号蚕观调诺谦让贡赛赞车辅遥郏郓郧邺郦铺锁锣阁陉隽杂韦颜风饮驼鲍鳌鸣鸿鸾横淀渌溆浔涞滦浒涟沣浈寿岚张弯枞桦栎栾欢凉亩矶洼胶旧荆觉贞轮辖迈钱闾顾鸠鹅坞垦壶梦娄寻冈戏晋畅桧浉润渎灯献瓯瓮画硕禄祯苇蕲诏诚谯赉逻锅鉴尧宁么",
)
# Not U+202E, which turns the digits behind it round.
_INVISIBLE = dict.fromkeys(map(ord,
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u061c\u034f"))
# Before NFKC: what an invisible character parted may only then be composed.
_FOLDED = {**_RADICALS, **_INVISIBLE}
_UNIFIED: dict[int, int | str] = {**_RADICALS, **_KANGXI}
_SPACE = re.compile(r"\s+")
_WORD_ARTEFACT = re.compile(r"\[bookmark: [^\]]*\]")
# 一、 （一） (1) 1. 1、 ① at the start of a label, and a bare digit before a Han character (a lost dot); also several, but not the whole text.
_NUMBERING = re.compile(
    r"^(?:[(（\[]?[一二三四五六七八九十]{1,3}[)）\]、.:,]++|[(（\[]?\d{1,2}(?:[)）\]、.:,]++|(?=[\u4e00-\u9fff])))+(?=.)", re.S
)
_PARENTHESES = re.compile(r"\([^()]*\)")
# Labels are Chinese: what else stands in them (Tibetan, Mongolian, Uyghur, English beside the Chinese) is left out, also with its own
# numbers and brackets where it stands ahead.
_FOREIGN = re.compile(r"^[^\u3400-\u9fff]*[^\W\d_\u3400-\u9fff][^0-9(\[\u3400-\u9fff]*(?:\d*[)\]]+)?|^[^0-9(\[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]+")
_NOT_WORD = re.compile(r"[^0-9\u3400-\u9fff]+")


def is_wide(char: str) -> bool:
    """Whether a character is as wide as it is high, as Han characters and full-width forms are."""
    return unicodedata.east_asian_width(char) in "WF"


def unified(text: str) -> str:
    """Radicals as the characters that look the same, each in its place: the text is as long as before."""
    return text.translate(_UNIFIED)


def fold(text: str) -> str:
    """Compatibility forms to plain ones (full-width, radicals, NBSP), invisible characters out; white space stays."""
    return unicodedata.normalize("NFKC", text.translate(_FOLDED))


@remembered
def squeeze(text: str) -> str:
    """:func:`fold` without any white space, labels and headings in simplified characters."""
    # A spacing accent folds to a space and a mark: without the space the mark joins the letter before it.
    return unicodedata.normalize("NFC", _SPACE.sub("", fold(text))).translate(_TRADITIONAL)


def simplified(text: str) -> str:
    """Traditional characters of labels and names as simplified ones, one for one."""
    return text.translate(_TRADITIONAL)


def strip_artefacts(text: str) -> str:
    """Drops what a converter left behind, e.g. ``[bookmark: _GoBack]``."""
    return _WORD_ARTEFACT.sub("", text)


def strip_numbering(text: str) -> str:
    """Takes 一、 （一） 1. and the like off the front of squeezed text, also when doubled."""
    return _NUMBERING.sub("", text, count=1)


@remembered
def label_key(text: str) -> str:
    """The part of a label that is compared: no space, numbering, quotes, brackets or other punctuation."""
    return _NOT_WORD.sub("", _chinese(text))


@remembered
def label_stem(text: str) -> str:
    """:func:`label_key` without the parenthesised remarks: 部分公开（区分处理的…） → 部分公开."""
    return _NOT_WORD.sub("", _PARENTHESES.sub("", _chinese(text))) or label_key(text)


@remembered
def _chinese(text: str) -> str:
    """Squeezed text without other scripts and without the numbering in front; no label is a town: 於 is 于."""
    return strip_numbering(_FOREIGN.sub("", squeeze(strip_artefacts(text)).replace("於", "于")))
