// SPDX-License-Identifier: Apache-2.0
#include "api/address_set.hpp"

#include <vector>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "base/trim.hpp"

namespace genai::api {
namespace {

namespace ip = boost::asio::ip;

ip::address unmapped(const ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

}  // namespace

struct AddressSet::Networks {
    std::vector<ip::network_v4> v4;
    std::vector<ip::network_v6> v6;

    bool add(const std::string& text) {
        boost::system::error_code error;
        bool is_v6 = text.find(':') != text.npos;
        std::string network = text.find('/') != text.npos ? text : text + (is_v6 ? "/128" : "/32");
        if (is_v6) {
            v6.push_back(ip::make_network_v6(network, error));
        } else {
            v4.push_back(ip::make_network_v4(network, error));
        }
        return !error;
    }
};

Result<AddressSet> AddressSet::parse(std::string_view list) {
    auto networks = std::make_shared<Networks>();
    while (!list.empty()) {
        auto end = std::min(list.find(','), list.size());
        std::string entry(trim(list.substr(0, end), " \t"));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (entry.empty() || networks->add(entry)) continue;
        return fail(ErrorKind::kInvalidInput,
                    "\"" + entry + "\" is neither an IP address nor a network like 10.0.0.0/8");
    }
    AddressSet set;
    set.networks_ = std::move(networks);
    return set;
}

bool AddressSet::contains(const std::string& address) const {
    boost::system::error_code error;
    ip::address parsed = unmapped(ip::make_address(address, error));
    if (error || networks_ == nullptr) return false;
    if (parsed.is_v4()) {
        for (const auto& network : networks_->v4) {
            if (ip::make_network_v4(parsed.to_v4(), network.prefix_length()).canonical() == network.canonical())
                return true;
        }
        return false;
    }
    for (const auto& network : networks_->v6) {
        if (ip::make_network_v6(parsed.to_v6(), network.prefix_length()).canonical() == network.canonical())
            return true;
    }
    return false;
}

}  // namespace genai::api
