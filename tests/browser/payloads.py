"""120 ways in which text has been made to run in a page.

Each carries a call of `own()`; none of them may ever reach it.
"""

from __future__ import annotations

from itertools import product

_RUN = "own()"
_TAGS = (
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script src=data:text/javascript,{}></script>",
    "<img src=x onerror={}>",
    "<img src=x onerror='{}'//",
    "<IMG SRC=x OnErRoR={}>",
    "<svg onload={}>",
    "<svg/onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<body onload={}>",
    "<video><source onerror={}></video>",
    "<audio src=x onerror={}>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
    "<iframe src=javascript:parent.{}>",
    "<object data=javascript:{}>",
    "<embed src=javascript:{}>",
    "<details open ontoggle={}>x</details>",
    "<input autofocus onfocus={}>",
    "<select autofocus onfocus={}>",
    "<textarea autofocus onfocus={}>",
    "<marquee onstart={}>x</marquee>",
    "<math><mtext><img src=x onerror={}></mtext></math>",
    "<a href=javascript:{}>x</a>",
    "<form><button formaction=javascript:{}>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<style>@import 'javascript:{}';</style><img src=x onerror={}>",
    "<template><script>{}</script></template><img src=x onerror={}>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "<div style=animation-name:x onanimationstart={}>x</div>",
)
_ESCAPES = ("{}", '">{}', "'>{}", "</script></title></textarea>{}")

PAYLOADS = tuple(escape.format(tag.replace("{}", _RUN)) for tag, escape in product(_TAGS, _ESCAPES))
"""30 tags, each bare and breaking out of an attribute in two ways and of raw text: 120."""

ADDRESSES = (
    "javascript:own()",
    "JaVaScRiPt:own()",
    " javascript:own()",
    "java\tscript:own()",
    "data:text/html,<script>own()</script>",
    "vbscript:own()",
)
"""What must not become a link."""
