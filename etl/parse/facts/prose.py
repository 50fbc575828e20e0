"""The prose of a section made ready for patterns: folded, without white space, with a way back to the original.

Numbers that count nothing (dates, order numbers, telephones, ranges…) are blotted out, so that no pattern sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from etl.parse.facts.channels import CHANNEL_NAMES
from etl.parse.facts.order import BELOW, HEADING
from etl.remembered import remembered
from etl.text import fold

#: What stands in place of a blotted character: no digit, no Han character, no punctuation.
BLOT = "\ufffc"
#: What stands for other years' figures between a noun and its year's own.
PASSED_OVER = "\ufffb"
#: Characters of a section that are looked at, and of a sentence that is still prose: beyond stands no report's text.
MOST, LONGEST_SENTENCE = 200_000, 3_000
#: A sentence that another goes on from.
_LONGEST_JOINED = 1_000
#: Figures of a sentence, and of a section, that are looked at: a bureau for each and what it did come to some dozens.
_MOST_IN_SENTENCE, _MOST_FIGURES = 120, 4_000
#: A line this long may have been wrapped by the page.
_FULL_LINE = 15
END = "\n"
"""A paragraph's end in folded text."""

_PUNCTUATION = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "[": "〔", "]": "〕",
                              "﹪": "%", "﹣": "-", "萬": "万", "｡": "。", "．": "."})
# Mirrors in traditional characters; only characters of words that patterns look for. One for one, so places stay.
_SIMPLE = str.maketrans(
    "參舉辦會數網線訪談讀發應眾報務號請復議訴訟維結審計費開紙條專欄監測優調導區縣鎮鄉鐵區處時間資訊詢積極團體單總項個篇節聞與級業關無頻專職黨檢樓戶",
    "参举办会数网线访谈读发应众报务号请复议诉讼维结审计费开纸条专栏监测优调导区县镇乡铁区处时间资讯询积极团体单总项个篇节闻与级业关无频专职党检楼户",
)
_NEW_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]+部分"
)
#: A line of a figure and nothing else under a short one: a cell of a table that fell to pieces, no words of a sentence; a short line that ends with
#: one is an item of a list (网站发布312条) or such a cell.
_FIGURE_ENDS = re.compile(r"(?:^\s*[\d.,]+|\d[余多百千万亿]{0,2}\s?(?:人次|[条件篇次期场个项份人则起]))\s*$")
_LONE_FIGURE = re.compile(r"\d[\d.,]*[余多百千万亿]{0,2}\s?[\u4e00-\u9fff]{0,2}[^\S\n]*(?:\n|$)")
_CUT_NUMBER = re.compile(r"\d[,.]?$")
_ENDING = re.compile(r"[。！？!?]\s*$")
#: A line that heads what stands below it: neither a figure nor a mark in it but for its own number; without one it is called by its subject.
_HEADING = re.compile(
    rf"\s*(?:(?:{_NEW_PARAGRAPH.pattern})\s*)?(?:20\d\d年|[^\d，。；,;!?！？：:]){{2,36}}[：:]?\s*", re.S)
_SUBJECT = re.compile(r"(?:情况|工作|建设|管理|保障|监督|公开|方面|申请|诉讼|发布|解读|平台|措施)[：:]?\s*$")
_GOES_ON = re.compile(r"(?!20\d\d年)[\d，。；、：,;:）)”》%]|共|其中|为")

#: 收到申请22件，上年结转2件。答复24件; 受理申请6件。其中，自然人4件; 13件申请中，…: answers, applicants and ways are those of the sentence before, also
#: where it ends its paragraph.
_WHEN_ANSWERED = (
    r"(?:(?:全年|年度?内|本年度?|20\d\d年度?|截[至止]到?(?:(?:20\d\d)?年底|(?:20\d\d年)?12月(?:31日|底)|目前)|[全本我][省市县区州旗镇乡局委厅办院]"
    r"|[省市县区]局|其中)，?)*")
_GOES_ON_ABOUT_REQUESTS = re.compile(
    rf"。(?:申请[^。\d]{{1,40}}(?=。)|(?:受理|收到|新收)的\d+[件条份宗](?:申请)?中|上年度?结转\d|加上[^，。]{{0,10}}结转"
    rf"|{_WHEN_ANSWERED}[在对]?(?:已|共|均|全部|按[时期]|依法|及时|作出|所)*(?:答复|办结|办理完毕)(?:\d|的|中|情况|结果)"
    r"|(?:另[外有]?|其余|尚有|还有|剩余)\d+[件条份宗]|(?:以上|上述|这|在|新收的?)*\d+[件条份宗](?:申请|[均已全中])"
    r"|(?:按照?|从|申请|答复|处理)(?:申请|答复|处理|办理|提[出交])?的?(?:方式|渠道|途径|主体|人|结果|情况|内容)"
    r"|(?:其中[，：]?(?:通过)?(?:自然人|公民|法人|网[络上]|线上|信[函件]|当面)[^，。；、\d]{0,8}"
    r"|(?:全部)?[通过以]*(?:自然人|公民|个人|法人|网[络上]|线上|信[函件]|邮寄|当面)(?:提[交出]|方式|形式|申请|的)*)\d)")
_AMONG = re.compile(r"。(?:其中|[从按][^，。：\d]{2,8}[看分][：，])")  # 公开信息318条。其中：动态201条; 。从渠道看，网站201条
_ASKED = re.compile(r"公开申请|上年度?结转\d+件|申请(?:公开)?\d+[件条份宗]|\d[件条份宗起][^，。；\d]{0,10}申请")
#: What else is answered; 条例施行以来收到申请236件 is of no one year.
_ANOTHER_SUBJECT, _SINCE = re.compile("建议|提案|咨询|信箱|热线|复议|诉讼|工单"), re.compile("(?:施行|实施|成立)[^，。]*以来")

#: （二）依申请公开情况, 1.政府网站, and below it 全年共收到12件: what is counted is said by the heading alone.
_SAYS_WHAT = re.compile(
    rf"(?<![^{END}。])(?P<line>(?:{_NEW_PARAGRAPH.pattern})?(?:(?:政府信息)?依申请公开(?:政府|信息|工作|办理|受理|的|情况"
    rf"|方面)*(?=[：。]?[{END}。][^{END}。]*\d[件条份])(?![：。]?[{END}。][^{END}。]*申请)"
    rf"|[^{END}。，\d]{{0,6}}?(?:123\d\d)?{HEADING}(?=[：。]?[{END}。]{BELOW})"
    rf"|[^{END}。，\d]{{0,6}}(?:{CHANNEL_NAMES.pattern})(?:方面)?(?=[：。]?[{END}。](?:20\d\d年度?|全年|今年|本年度?|共计?|累计|，)*(?:公开|发布"
    rf"|更新|推送|发文))))[：。]?[{END}。]")

_BLOTS = tuple(re.compile(p) for p in (
    r"(?<![A-Za-z\d._+-])[A-Za-z\d._+-]{1,64}@[A-Za-z\d-]{1,63}(?:\.[A-Za-z\d-]{1,63}){1,5}",  # e-mail
    r"(?:https?：//|www\.)[A-Za-z\d./%?=&#~：_-]{1,300}",                               # address
    r"[〔（【]\d{4}[〕）】]第?\d*号?",                                        # 〔2021〕30号
    r"(?:电话|传真|热线|联系方式)：?[\d（）—–-]{5,20}(?:转\d+)?",              # telephones
    r"(?<!\d)(?:0\d{2,3}[—–-]?\d{7,8}|1[3-9]\d{9})(?!\d)",
    r"(?<!\d)123\d\d(?=[”\"]?(?:工单|政务|政府|服务|热线|便民|市长|平台|投诉|举报|市民))|(?<=热线|拨打|电话)[“\"]?123\d\d(?!\d)",
    r"邮(?:政)?编(?:码)?：?\d{6}(?!\d)",
    r"(?<!\d)\d{4}(?:年度?)?[—–~至到-]\d{4}年度?",                           # 2016-2020年
    r"(?<!\d)(?:\d{4}年?\d{1,2}月?\d{1,2}日|\d{4}年\d{1,2}月份?|\d{4}年度?|\d{2}年度)",
    r"(?<!\d)\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)",
    r"(?<!\d)(?:\d{1,2}月\d{1,2}日|(?:\d{1,2}[—–~至到、-])?\d{1,2}月(?:份|底|初|末)?)",
    r"第（?\d+(?:[—–~至到、-]\d+)?）?(?:号|条|款|项|次|期|届|批|章|季度|名|位|轮|部分)?",  # ordinals
    r"(?<!\d)(?:No\.?)?\d+号",
    r"(?<!\d)\d{1,2}：\d{2}(?!\d)",
    r"(?<!\d)\d+(?:个)?(?:小时|工作日|天|日|个月|分钟|周|年(?!度?报))",           # durations
    r"(?<=《)[^》《\n]{0,60}\d[^》《\n]{0,60}(?=》)",                       # a number in a title
    r"(?:不到|不足|[至最][少多]|[少低]于|[不未]超过|不下于?)\d+(?:\.\d+)?",                              # bounds
    r"(?<![\d.])[\d.]+[^\d，。；、]?或者?[\d.]+",                                          # 12条或13条
    r"[×x*]\d+|(?<!\d)\d+[×x*]\d+",
    r"(?<!\d)\d+(?:\.\d+)?%?[—–~至到-]\d+(?:\.\d+)?%?",                     # ranges
    r"(?<![\d.])\d+(?:\.\d+)?(?:个百分点|‰|/\d+)",
    r"(?<![\d.])\d+\.\d+\.[\d.]*",
    rf"(?<![\d，.])\d[\d，.]*(?={BLOT}\n)",                                   # the first half of a number
))
_LEADING_NUMBER = re.compile(r"(?:(?<=[。；：\n])|^)(?:（?\d{1,2}[）、]|\d{1,2}\.(?!\d))")
#: 937〔2〕条, 937②条: the mark of a note between a number and its unit.
_NOTE_MARK = re.compile(
    r"(?<=\d)\s*(?:[¹²³⁰-⁹①-⑳⑴-⒇]+|[\[［〔【]\s*注?\s*\d{1,2}\s*[\]］〕】](?=\s*[余多百千万亿]{0,2}[条件篇次期场个项份人部则起宗例名家户]))")
# Whoever may ask: the requests of all, not of one kind of applicant.
_EVERYBODY = re.compile(
    r"(?:公民|自然人|个人)(?:、|和|或|及|与|或者|以及)法人(?:(?:、|和|或|及|与|或者|以及)其[他它](?:社会)?组织)?"
    r"|(?:单位|组织)(?:、|和|或|及|与|或者|以及)个人")
# 2021年度结转, 较2021年增长, 结转2023年度: said from the year between them.
_CARRIED_OVER = re.compile(
    r"(?<!\d)(?P<last>20\d\d)年度?(?:(?=结转|转结|转来|遗留)|(?<=[较比]\d{4}年))"
    r"|(?:(?<=结转|转结|顺延|[转延][到至入为]|[件条宗]转)|(?<=延期[到至]))(?P<next>20\d\d)年度?(?!结转)")
# 较上年增加12件: a difference, no count; 由430条增至460条: what it was before.
_N = r"\d++(?:\.\d++)?+(?!%)"
_DIFFERENCE = re.compile(
    rf"(?:较|比|同比|环比)[^。；，]{{0,16}}?(?:增|减|多|少|降|升|落|翻|提高|扩大)[^。；，\d]{{0,8}}(?<![到至])(?P<a>{_N})"
    rf"|(?:同比|环比)(?P<b>{_N})"
    rf"|(?:增加|增长|减少|下降|上升|回落|提高)(?:了|约|近)?(?P<c>{_N})"
    rf"|[由从较比][^，。；\d]{{0,8}}(?P<d>{_N})(?=[^，。；\d]{{0,4}}[增升降减提][^，。；\d]{{0,4}}[到至为])"
)
#: 收到申请：2021年28件、2022年41件: each year's figure beside the others'.
_OF_A_YEAR = re.compile(r"(20\d\d)年度?[为有：]?(\d+[件条宗起份次篇期场个人])[，、；]?[和及]?")
_ROW_OF_YEARS = re.compile(f"(?:{_OF_A_YEAR.pattern}){{2,}}")


@dataclass(frozen=True, slots=True)
class Prose:
    """``text`` is folded and has no white space but :data:`END`; ``seen`` is the same with misleading numbers blotted out;
    ``offsets[i]`` is the place in the original of character ``i``."""

    original: str
    text: str
    seen: str
    offsets: tuple[int, ...]

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """The exact slice of the original for ``text[start:end]``, with its place."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        return self.original[first:last], first, last

    def is_line(self, start: int, end: int) -> bool:
        """Whether a sentence is a paragraph of its own."""
        return (start == 0 or self.text[start - 1] == END) and self.text[end : end + 1] in ("", END)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Spans of sentences, without the mark that ends them; a run too long or with too many figures to be one is left out."""
        start, left = 0, _MOST_FIGURES
        for match in re.finditer(rf"[。！？{END}]|$", self.text):
            if match.start() - start < _LONGEST_JOINED:
                if _AMONG.match(self.text, match.start()) and re.search(r"\d[^\d。]{1,4}$", self.text[start : match.start()]):
                    continue
                if _GOES_ON_ABOUT_REQUESTS.match(self.text, match.start()) and _asked(self.text[start : match.start()]):
                    continue
            if 0 < match.start() - start <= LONGEST_SENTENCE:
                figures = sum(1 for _ in re.finditer(r"\d+", self.text[start : match.start()]))
                left -= figures
                if figures <= _MOST_IN_SENTENCE and left >= 0:
                    yield start, match.start()
            start = match.end()


def _asked(sentence: str) -> bool:
    """Whether a sentence tells of requests, and of nothing else after them that is answered, too."""
    asked = [m.end() for m in _ASKED.finditer(sentence)]
    return bool(asked) and not _ANOTHER_SUBJECT.search(sentence, asked[-1]) and not _SINCE.search(sentence)


def told_from(prose: Prose, year: int) -> Prose:
    """The same prose in which requests carried over, and growth, name the years round ``year`` as 上年度 and 下年度, and of a row of
    years only that one counts."""
    seen = prose.seen
    for row in _ROW_OF_YEARS.finditer(prose.text):
        if own := next((pair for pair in _OF_A_YEAR.finditer(prose.text, *row.span()) if pair[1] == str(year)), None):
            seen = seen[: row.start()] + PASSED_OVER * (own.start(2) - row.start()) + own[2] + PASSED_OVER * (row.end() - own.end(2)) + seen[row.end() :]
    for match in _CARRIED_OVER.finditer(prose.text):
        size = len(match[0])
        if match["last"] == str(year - 1):
            seen = seen[: match.start()] + "上年度".ljust(size, BLOT) + seen[match.end() :]
        elif match["next"] in (str(year - 1), str(year + 1)):
            seen = seen[: match.start()] + ("下年度" if match["next"] > str(year) else "上年度").rjust(size, BLOT) + seen[match.end() :]
    return replace(prose, seen=seen)


def prepare(original: str) -> Prose:
    """Folds a section's text, at most :data:`MOST` characters of it. Total: any text gives a prose."""
    original = original[:MOST]
    characters: list[str] = []
    offsets: list[int] = []
    for index, character in _joined(original):
        for folded in _folded(character):
            if not folded.isspace() or folded == END:
                characters.append(folded)
                offsets.append(index)
    _drop_separators(original, characters, offsets)
    _join_paragraphs(characters, offsets)
    text = _SAYS_WHAT.sub(lambda m: m["line"] + "：", "".join(characters))
    return Prose(original, text, _blotted(text), tuple(offsets))


@remembered
def _folded(character: str) -> str:
    if character == "…":  # NFKC makes it three full stops
        return character
    return fold(character).translate(_PUNCTUATION).translate(_SIMPLE)


def _joined(original: str) -> Iterator[tuple[int, str]]:
    """The characters that count, each with its place: white space is dropped, END stands between paragraphs, and BLOT
    between two numbers that may or may not be one."""
    position = 0
    for gap in re.finditer(r"[\s\u200b\ufeff]+", original):
        yield from ((i, original[i]) for i in range(position, gap.start()))
        position = gap.end()
        mark = _between(original, gap)
        if mark:
            yield gap.start(), mark
    yield from ((i, original[i]) for i in range(position, len(original)))


def _between(text: str, gap: re.Match[str]) -> str:
    start, end = gap.span()
    line = text[max(text.rfind("\n", 0, start) + 1, start - _FULL_LINE) : start]
    if "\n" in gap[0] and (_ENDING.search(line) or _NEW_PARAGRAPH.match(text, end) or _heads(text, start, end)):
        return END
    halves = _CUT_NUMBER.search(line) and text[end : end + 1].isdigit()  # of a number, as far as anybody knows
    if gap[0].count("\n") > 1 or ("\n" in gap[0] and len(line) < _FULL_LINE and (
            halves or _LONE_FIGURE.match(text, end) or (_FIGURE_ENDS.search(line) and not _GOES_ON.match(text, end)))):
        return BLOT + END if halves else END
    left, right = re.search(r"\d+$", text[max(0, start - 9) : start]), re.match(r"\d+", text[end : end + 9])
    if left is None or right is None or "\n" in gap[0]:  # a line full enough to have been wrapped inside the number
        return ""
    spaced = len(left[0]) == 1 == len(right[0]) and (text[start - 2 : start - 1].isspace() or text[end + 1 : end + 2].isspace())  # 2 0 2 4 年
    if spaced and _NOUGHT.search(text[max(0, start - 24) : start]):
        return BLOT  # 0 0 0件: cells of a row
    grouped = len(right[0]) == 3 and len(left[0]) <= 3  # 3 119
    return "" if spaced or grouped else BLOT


_NOUGHT = re.compile(r"(?:^|\D\s|[^\s\d])0(?:\s\d){0,9}$")
"""A number that would begin with 0."""


def _heads(text: str, start: int, end: int) -> bool:
    """Whether the line that ends at ``start`` is a heading of the one that begins at ``end``: it gives the sentence below no channel, verb or subject."""
    first = text.rfind("\n", 0, start) + 1
    line = text[first : min(start, first + 60)]
    if start - first > 60 or not _HEADING.fullmatch(line) or _GOES_ON.match(text, end):
        return False
    return bool(_NEW_PARAGRAPH.match(line.lstrip()) or _SUBJECT.search(line))


def _drop_separators(original: str, characters: list[str], offsets: list[int]) -> None:
    """1,234 → 1234, 12（条） → 12条, 937〔2〕条 → 937条. With full-width commas the groups may be a list as well: nobody knows, so a blot stands there."""
    text = "".join(characters)
    gone = {i for m in re.finditer(r"(?<=\d)（(?:条|件|篇|次|期|场|个|项|份|人次?)）", text) for i in (m.start(), m.end() - 1)}
    notes = {place for mark in _NOTE_MARK.finditer(original) for place in range(*mark.span())}
    gone |= {i for i, place in enumerate(offsets) if place in notes}
    for match in re.finditer(r"(?<!\d)\d{1,3}(?:，\d{3})+(?!\d)", text):
        commas = [i for i in range(*match.span()) if characters[i] == "，"]
        if all(original[offsets[i]] == "," for i in commas):
            gone.update(commas)
        else:
            characters[match.start() : match.end()] = BLOT * len(match[0])
    characters[:] = [c for i, c in enumerate(characters) if i not in gone]
    offsets[:] = [o for i, o in enumerate(offsets) if i not in gone]


def _join_paragraphs(characters: list[str], offsets: list[int]) -> None:
    """收到申请12件。 and below it 全年答复12件: one paragraph."""
    text = "".join(characters)
    gone = {m.end() for m in re.finditer(f"。(?={END})", text)
            if _GOES_ON_ABOUT_REQUESTS.match("。" + text[m.end() + 1 : m.end() + 80]) and _asked(text[text.rfind(END, 0, m.end()) + 1 : m.start()])}
    characters[:] = [c for i, c in enumerate(characters) if i not in gone]
    offsets[:] = [o for i, o in enumerate(offsets) if i not in gone]


def _blotted(text: str) -> str:
    text = _EVERYBODY.sub(lambda m: "众" * len(m[0]), text)
    for pattern in (*_BLOTS, _LEADING_NUMBER):
        text = pattern.sub(lambda m: BLOT * len(m[0]), text)
    return _DIFFERENCE.sub(_blot_number, text)


def _blot_number(match: re.Match[str]) -> str:
    start, end = next(match.span(name) for name in "abcd" if match[name])
    start, end = start - match.start(), end - match.start()
    return match[0][:start] + BLOT * (end - start) + match[0][end:]
