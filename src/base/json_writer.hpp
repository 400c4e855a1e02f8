// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace genai {

// Writes JSON piece by piece into one string: `json.begin_object().member("page", 6).end_object()`. Commas are put
// where they belong; that begins and ends pair up is the caller's affair. Strings become valid UTF-8; a number has the
// digits that people read (six significant for doubles) and null stands for what is not finite.
class JsonWriter {
public:
    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(double number);
    JsonWriter& value(std::nullptr_t);
    template <std::same_as<bool> Truth>
    JsonWriter& value(Truth truth) {
        return raw(truth ? "true" : "false");
    }
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    JsonWriter& value(T number) {
        return raw(std::to_string(number));
    }
    template <class T>
    JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : value(nullptr);
    }
    // A value that is JSON already.
    JsonWriter& raw(std::string_view json);

    template <class T>
    JsonWriter& member(std::string_view name, const T& held) {
        return key(name).value(held);
    }

    // What was written so far; the writer is empty afterwards.
    std::string take();

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string text_;
    bool needs_comma_ = false;
};

// The text as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

}  // namespace genai
