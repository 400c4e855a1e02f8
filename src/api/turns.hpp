// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace genai::api {

// Whose turn it is among what waits: the clients by turns, each one's things in the order they came, so that a client
// with many of them delays itself and nobody else. When all places are taken, a newcomer gets that of the last thing of
// whoever has most, if that is more than the newcomer would have. Not thread-safe.
template <class Thing>
class Turns {
public:
    // Refused: there is no place. Displaced: there is one, for `displaced` has lost it.
    enum class Outcome { kWaits, kRefused, kDisplaced };
    struct Admission {
        Outcome outcome = Outcome::kWaits;
        std::optional<Thing> displaced{};
    };

    Admission add(const std::string& client, Thing thing, std::size_t places) {
        Admission admission;
        if (size_ >= places) {
            auto greediest = std::max_element(clients_.begin(), clients_.end(), [](const Client& a, const Client& b) {
                return a.waiting.size() < b.waiting.size();
            });
            auto known = by_name_.find(client);
            const std::size_t own = known == by_name_.end() ? 0 : known->second->waiting.size();
            if (greediest == clients_.end() || greediest->waiting.size() <= own + 1) return {Outcome::kRefused, {}};
            admission = {Outcome::kDisplaced, std::move(greediest->waiting.back())};
            greediest->waiting.pop_back();
            --size_;
        }
        auto known = by_name_.find(client);
        if (known == by_name_.end()) {
            known = by_name_.emplace(client, clients_.insert(clients_.end(), Client{client, {}})).first;
        }
        known->second->waiting.push_back(std::move(thing));
        ++size_;
        return admission;
    }

    // Takes what is next; nothing when nothing waits.
    std::optional<Thing> next() {
        if (clients_.empty()) return std::nullopt;
        auto client = clients_.begin();
        Thing thing = std::move(client->waiting.front());
        client->waiting.pop_front();
        --size_;
        if (client->waiting.empty()) {
            forget(client);
        } else {
            clients_.splice(clients_.end(), clients_, client);
        }
        return thing;
    }

    // Takes it out of its place; false when it does not wait.
    bool remove(const std::string& client, const Thing& thing) {
        auto known = by_name_.find(client);
        if (known == by_name_.end()) return false;
        auto& waiting = known->second->waiting;
        auto found = std::find(waiting.begin(), waiting.end(), thing);
        if (found == waiting.end()) return false;
        waiting.erase(found);
        --size_;
        if (waiting.empty()) forget(known->second);
        return true;
    }

    std::size_t size() const { return size_; }

private:
    struct Client {
        std::string name;
        std::deque<Thing> waiting;  // never empty
    };

    void forget(typename std::list<Client>::iterator client) {
        by_name_.erase(client->name);
        clients_.erase(client);
    }

    std::list<Client> clients_;  // the next one first
    std::unordered_map<std::string, typename std::list<Client>::iterator> by_name_;
    std::size_t size_ = 0;
};

}  // namespace genai::api
