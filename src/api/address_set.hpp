// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai::api {

// A set of IP addresses and networks, as TRUSTED_PROXIES gives them: "127.0.0.1, ::1, 10.0.0.0/8".
class AddressSet {
public:
    static Result<AddressSet> parse(std::string_view list);

    // False for what is no address. An IPv4 address mapped into IPv6 is the IPv4 address.
    bool contains(const std::string& address) const;

private:
    struct Networks;
    std::shared_ptr<const Networks> networks_;  // owned by the copies of the set; never changes
};

}  // namespace genai::api
