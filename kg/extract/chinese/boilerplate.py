"""Parts of a Chinese article that say nothing of their own: read-also links, credits, share lines, disclaimers."""

from __future__ import annotations

import re

from kg.extract.segment import Block, blocks
from kg.model import Document

#: Beginnings of a short block that is boilerplate whatever follows.
_OPENINGS = (
    r"相关(?:阅读|文章|新闻|推荐|报道|链接)|延伸(?:阅读|閱讀)|推荐(?:阅读|文章)|(?:上|下)一(?:篇|条)|更多(?:精彩|内容|资讯|报道|新闻|>)"
    r"|(?:猜你|你可能(?:也)?|您可能(?:也)?)(?:喜欢|感兴趣)|热门(?:文章|推荐|评论|搜索|话题|新闻|标签)|(?:24小时|本周|今日)热(?:榜|门|文)"
    r"|点击(?:阅读|查看|关注|进入|下载|这里)|阅读(?:原文|全文|更多|量|数)|查看(?:原文|更多|全文)|返回(?:首页|顶部|列表)|展开(?:全文|阅读)",
    r"责任编辑|责编|编辑[：:|｜/]|(?:文|图|作者|撰文|记者|校对|审校|排版|出品|监制|翻译|编译|摄影|来源|稿源|图源|题图|封面图?|值班编辑|实习生|供稿)\s*[：:|｜/丨]"
    r"|(?:本文|文章)(?:来源|来自|作者|首发|经授权|系|转载|仅|不构成|为)|(?:图片|题图|头图|图)来(?:源|自)|(?:转载|版权|商务|投稿|广告|爆料)(?:请|声明|合作|联系|申明|所有)"
    r"|(?:新闻|媒体|投资者|商务)(?:垂询|联络|联系(?:人|方式)?|查询)",
    r"(?:扫码|扫描|长按|微信扫)|关注(?:我们|公众号|微信|官方)|(?:欢迎|敬请|记得)(?:关注|订阅|转发|留言|点赞)|订阅|下载(?:APP|app|App|客户端)|登录|注册(?:/|｜|登录|会员)"
    r"|分享(?:到|至|给|本文)|转发|收藏|点赞|在看|打赏|举报|评论(?:\s*[（(\d]|区|$)|\d+\s*(?:阅读|评论|点赞|赞|分享|收藏|人(?:已)?阅读)|字号|打印|网友评论|发表评论",
    r"免责(?:声明|条款)|风险提示|特别声明|郑重声明|重要(?:提示|声明)|以上(?:内容|信息|观点)(?:仅|不)|(?:市场|投资)有风险|(?:观点|内容)仅(?:供|代表)|不构成(?:任何)?投资"
    r"|©|Copyright|版权所有|ICP备|京ICP|沪ICP|备案号|广告$|广告[：:]|标签\s*[：:]|关键词\s*[：:]|话题\s*[：:]|(?:分类|栏目)\s*[：:]|首页\s*[>＞|｜/›»]",
)
_STARTS = re.compile(rf"[\s\[【（(*_>▶►→—–\-·•■◆▼▲#]*(?:{'|'.join(_OPENINGS)})", re.IGNORECASE)
_WITHIN = re.compile(
    r"点击(?:此处|这里|上方|下方)|扫(?:描|码)?(?:下方|上方)?二维码|未经(?:授权|许可)(?:不得|禁止|请勿)"
    r"|仅供参考[，,]?不构成"
)
#: After such a line only links and short lines follow.
_SECTION = re.compile(
    r"[\s\[【（(*_>▶►→—–\-·•■◆#]*(?:相关(?:阅读|文章|新闻|推荐|报道|链接)|延伸阅读|推荐阅读|猜你喜欢|热门(?:文章|推荐|评论|新闻)|更多(?:新闻|内容|推荐)|"
    r"最新(?:文章|资讯)|网友评论|评论区|(?:24小时|本周|今日)热(?:榜|门|文))[\s】\])）：:]*$"
)
_LONG = 220
_LINK = 40


def is_boilerplate(text: str) -> bool:
    """True for one block, in simplified script, that yields nothing.

    >>> is_boilerplate("责任编辑：赵一")
    True
    >>> is_boilerplate("阿里云推出新模型。")
    False
    """
    return len(text) < _LONG and bool(_STARTS.match(text) or _WITHIN.search(text))


def content(document: Document, plain: str) -> list[Block]:
    """The blocks that speak, in order; what follows a line such as 相关阅读 goes with it, as long as it is short.

    `plain` is the document's text in simplified script.
    """
    found: list[Block] = []
    linked = False
    for block in blocks(document.text, document.body_start):
        words = plain[block.span.start : block.span.end]
        if _SECTION.match(words):
            linked = True
            continue
        linked = linked and len(words) <= _LINK and not words.endswith("。")
        if not linked and not is_boilerplate(words):
            found.append(block)
    return found
