#include "session/letter_mail.h"

#include <doctest/doctest.h>

using namespace huikuan;

namespace {

core::LetterSent letter(std::string to, std::string subject, std::string text) {
    core::LetterSent one;
    one.to = std::move(to);
    one.subject = std::move(subject);
    one.text = std::move(text);
    return one;
}

} // namespace

TEST_CASE("a mail is a draft with its subject and text, and no line of it can be forged") {
    const std::string mail = session::mail_file(
        letter("pay@example.com", "催款函：A=B", "甲方：\n 付 =100.00 \n.\nend"));
    CHECK(mail.starts_with("X-Unsent: 1\r\nTo: pay@example.com\r\nSubject: =?UTF-8?Q?=E5=82=AC"));
    CHECK(mail.contains("=3D100.00=20\r\n")); // an equals sign, and a blank at the end of a line
    CHECK(mail.contains("\r\n=2E\r\n"));      // a dot alone would end a message on its way
    CHECK(mail.ends_with("end\r\n"));
    const std::string forged = session::mail_file(
        letter("a@b.c\r\nBcc: evil@x.y", "Hi\r\nBcc: evil@x.y\r\n\r\nboo", "text"));
    CHECK_FALSE(forged.contains("\nBcc:"));
    CHECK(forged.contains("\r\nTo: a@b.c,\r\n evil@x.y\r\nSubject: ")); // what the field has
    // No line is longer than mail may have, and no character is cut in two.
    std::string many;
    for (int i = 0; i < 400; ++i) many += "应收账款🙂";
    const std::string wide = session::mail_file(letter("", many.substr(0, 160), many));
    std::size_t column = 0;
    for (const char c : wide) {
        column = c == '\n' ? 0 : column + 1;
        REQUIRE(column <= 78);
        REQUIRE(static_cast<unsigned char>(c) < 0x80);
    }
}

TEST_CASE("a mail goes to every address that the field has, however they are told apart") {
    using Found = std::vector<std::string>;
    CHECK(session::mail_addresses("a@b.c") == Found{"a@b.c"});
    CHECK(session::mail_addresses("a@b.c; d.e+f@g-h.cn,a@b.c") == Found{"a@b.c", "d.e+f@g-h.cn"});
    CHECK(session::mail_addresses("a@b.c；d@e.f，g@h.i、j@k.l\nm@n.o").size() == 5);
    CHECK(session::mail_addresses("张三 <a@b.c>, \"Li, Si\" <d@e.f>") == Found{"a@b.c", "d@e.f"});
    CHECK(session::mail_addresses("张三, a@, @b.c, a@b@c, a b.c, a&b@c.d, mailto:a@b.c").empty());
    const auto two = letter("财务 <pay@a.cn>；boss@a.cn", "S", "x");
    CHECK(session::mail_file(two).contains("\r\nTo: pay@a.cn,\r\n boss@a.cn\r\nSubject: "));
    bool with_body = false;
    CHECK(session::mail_address(two, with_body) == "mailto:pay@a.cn,boss@a.cn?subject=S&body=x");
}

TEST_CASE("a mail address carries the text where it fits, and only the subject where it does not") {
    bool with_body = false;
    const auto small = session::mail_address(letter("a@b.c", "A & B", "x\ny?"), with_body);
    CHECK(with_body);
    CHECK(small == "mailto:a@b.c?subject=A%20%26%20B&body=x%0D%0Ay%3F");
    const auto large =
        session::mail_address(letter("not an address", "S", std::string(5000, 'x')), with_body);
    CHECK_FALSE(with_body);
    CHECK(large == "mailto:?subject=S");
}
