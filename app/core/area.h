#pragma once
// 片区: the part of a town in which a customer sits, so that whoever drives out sees those who are
// on one way together. A tag that says it wins ("片区:张江", "area:Zhangjiang"); else the district
// that the address names; else the region.
#include <string>
#include <string_view>

namespace huikuan::core {

// "上海市浦东新区张江路1号" answers "浦东新区", "江苏省昆山市玉山镇" "昆山市", "1 High St, Camden,
// London" "Camden". Empty where nothing says it.
std::string area_of(std::string_view tags, std::string_view address, std::string_view region);

} // namespace huikuan::core
