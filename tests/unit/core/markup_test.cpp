#include "core/markup.h"

#include <doctest/doctest.h>

using namespace huikuan;

TEST_CASE("text in HTML: no tag and no end of an attribute, everything else as it stands") {
    CHECK(core::html_text("<script>alert('1 & \"2\"')</script>") ==
          "&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt;");
    CHECK(core::html_text("回款 😀 &amp;") == "回款 😀 &amp;amp;");
    CHECK(core::html_text("").empty());
}

TEST_CASE("an amount is one word, and its blanks end no line on paper") {
    CHECK(core::html_words("合计 人民币 5,000.00 元 付至") == "合计 人民币 5,000.00\u00a0元 付至");
    CHECK(core::html_words("CNY 5.00 & USD \u22121.00, JPY -1") ==
          "CNY\u00a05.00 &amp; USD\u00a0\u22121.00, JPY\u00a0-1");
    CHECK(core::html_words("IBAN 5 no. 7 元旦 A 元 ") == "IBAN 5 no. 7\u00a0元旦 A 元 ");
    CHECK(core::html_words(" 元 ") == " 元 ");
}
