#!/usr/bin/python3
"""For each rule of tools/rooms a snippet that breaks it and one that looks like it but does not."""

import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest

REPO = pathlib.Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("rooms", str(REPO / "tools/rooms"))
rooms = importlib.util.module_from_spec(importlib.util.spec_from_loader("rooms", loader))
sys.modules["rooms"] = rooms
loader.exec_module(rooms)

BREACHES = [  # path, snippet, a part of what is said
    ("app/core/a.cpp", '#include "store/store.h"', "may not include"),
    ("app/core/a.cpp", "#include <sqlite3.h>", "may not include"),
    ("app/core/a.cpp", "#include <random>", "pure"),
    ("app/core/a.h", "double rate;", "whole numbers"),
    ("app/core/a.h", "std::vector<float> rates;", "whole numbers"),
    ("app/core/a.cpp", "auto now = std::chrono::system_clock::now();", "pure"),
    ("app/store/a.cpp", '#include "sync/codec.h"', "may not include"),
    ("app/store/a.cpp", "#include <nlohmann/json.hpp>", "may not include"),
    ("app/store/a.cpp", "nlohmann::json made;", "sync's"),
    ("app/session/a.cpp", "crypto_sign_keypair(a, b);", "sync's"),
    ("app/sync/a.cpp", '#include "store/store.h"', "may not include"),
    ("app/sync/a.cpp", 'run("INSERT OR IGNORE INTO change VALUES (?)");', "store alone"),
    ("app/sync/a.cpp", 'run(R"(SELECT seq\n FROM change)");', "store alone"),
    ("app/platform/a.cpp", '#include "core/date.h"', "may not include"),
    ("app/session/a.cpp", '#include "ui/shell.h"', "may not include"),
    ("app/session/a.cpp", "sqlite3_step(statement);", "store alone"),
    ("app/session/a.cpp", "#ifdef __EMSCRIPTEN__\n#endif", "differ by target"),
    ("app/session/a.cpp", "EM_ASM({ alert(1) });", "behind platform"),
    ("app/ui/aging.cpp", '#include "store/query.h"', "may not include"),
    ("app/ui/aging.cpp", '#include "sync/bundle.h"', "may not include"),
    ("app/ui/aging.cpp", '#include "platform/platform.h"', "may not include"),
    ("app/ui/aging.cpp", "#include <imgui.h>", "may not include"),
    ("app/ui/aging.cpp", 'ImGui::Text("x");', "raw ImGui"),
    ("app/ui/aging.cpp", "ImVec2 size;", "raw ImGui"),
    ("app/ui/kit/a.cpp", '#include "session/session.h"', "may not include"),
    ("app/ui/kit/a.cpp", '#include "embed/app/store/schema.sql"', "another room"),
    ("app/ui/backend/a.cpp", '#include "ui/aging.h"', "may not include"),
    ("app/main.cpp", "#include <sqlite3.h>", "may not include"),
    ("app/core/a.cpp", '#include <vector>\n#include "core/a.h"', "own header"),
    ("web/a.mjs", "x" * 101, "101 columns"),
    ("app/core/a.cpp", "// TO" "DO: round", "unfinished"),
    ("web/a.mjs", "// FIX" "ME", "unfinished"),
    ("app/core/a.cpp", "x" * 101, "101 columns"),
    ("app/sync/a.cpp", 'auto line = R"(' + "x" * 200 + ')";', "columns"),
    ("app/core/a.cpp", "// " + "款" * 49, "101 columns"),
    ("app/core/a.cpp", "\n" * 601, "601 lines"),
    ("tools/a", "cd /ho" "me/somebody", "one machine"),
]

FINE = [
    ("app/core/a.cpp", '#include "core/a.h"\n\n#include <vector>'),
    ("app/core/a.cpp", "// a double entry, a float of cash; SELECT x FROM y"),
    ("app/core/a.cpp", 'throw_away("double");'),
    ("app/core/a.cpp", "int doubled = 1'000'000; char c = '\"'; // \""),
    ("app/store/a.cpp", '#include <sqlite3.h>\nrun("SELECT a FROM b");'),
    ("app/store/a.cpp", '#include "embed/app/store/schema.sql"'),
    ("app/sync/a.cpp", "#include <nlohmann/json.hpp>\nnlohmann::json made;"),
    ("app/sync/a.cpp", 'say("select a file from the list");'),
    ("app/platform/a.cpp", "#ifdef __EMSCRIPTEN__\n#include <emscripten.h>\n#endif\n"
                           "#include <sys/stat.h>"),
    ("app/session/a.cpp", '#include "store/store.h"\n#include "sync/bundle.h"'),
    ("app/ui/aging.cpp", '#include "core/aging.h"\n#include "ui/kit/kit.h"'),
    ("app/ui/kit/a.cpp", '#include <imgui.h>\n#include "embed/assets/strings/zh.txt"\nImVec2 a;'),
    ("app/ui/backend/a.cpp", "#include <emscripten/html5.h>\nEM_JS(void, f, (), {});"),
    ("app/core/a.cpp", "// " + "款" * 48),
    ("app/core/a.cpp", 'parse_currency("XXX");'),
    ("tests/unit/sync/a.cpp", 'auto line = R"(' + "x" * 200 + ')";'),
]


class Rules(unittest.TestCase):
    def test_breaches_are_found(self):
        for path, snippet, part in BREACHES:
            with self.subTest(path=path, snippet=snippet[:60]):
                said = [wrong for _, wrong in rooms.check_file(path, snippet, lambda _: True)]
                self.assertTrue(any(part in wrong for wrong in said), said)

    def test_what_is_fine_passes(self):
        for path, snippet in FINE:
            with self.subTest(path=path, snippet=snippet[:60]):
                exists = lambda other: other == "app/core/a.h"
                self.assertEqual(list(rooms.check_file(path, snippet, exists)), [])

    def test_a_breach_says_its_line(self):
        snippet = '/* two\nlines */\nauto s = R"(\n)";\ndouble x;'
        said = list(rooms.check_file("app/core/a.h", snippet))
        self.assertEqual([number for number, _ in said], [5])

    def test_readme_must_hold_the_map(self):
        first, last = rooms.MARKERS
        shown = "\n".join(rooms.printed())
        self.assertEqual(list(rooms.check_readme(f"{first}\n\n{shown}\n\n{last}")), [])
        self.assertTrue(list(rooms.check_readme(f"{first}\n{shown} \n| more |\n{last}")))
        self.assertTrue(list(rooms.check_readme("nothing")))


if __name__ == "__main__":
    unittest.main()
