#include "core/markup.h"

#include <doctest/doctest.h>

using namespace huikuan;

TEST_CASE("text in HTML: no tag and no end of an attribute, everything else as it stands") {
    CHECK(core::html_text("<script>alert('1 & \"2\"')</script>") ==
          "&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt;");
    CHECK(core::html_text("回款 😀 &amp;") == "回款 😀 &amp;amp;");
    CHECK(core::html_text("").empty());
}
