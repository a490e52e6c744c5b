#pragma once
// 拼音首字母: 江南机电 is found by jnjd, or by a part of it such as njd. Characters that GB 2312
// has are known; of those that are read in several ways in the names of firms each way counts (银行
// is yh, 行 alone also x). Letters and digits stand for themselves; everything else is passed over.
#include <string_view>

namespace huikuan::core {

// Whether these are letters that could be initials: of a to z and digits, folded; not a digit
// alone.
bool could_be_initials(std::string_view needle);
// Whether the name's initials hold them, one after the other; a letter alone is to be the first.
bool has_initials(std::string_view name, std::string_view needle);

} // namespace huikuan::core
