// SPDX-License-Identifier: Apache-2.0
#include "filters/filter_json.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "base/utf8.hpp"
#include "filters/expression.hpp"
#include "filters/fields.hpp"
#include "filters/filter_limits.hpp"

namespace genai::filters {

namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, FilterOperator>, 9> kTypes{{{"eq", FilterOperator::kEqual},
                                                                             {"ne", FilterOperator::kNotEqual},
                                                                             {"gt", FilterOperator::kGreater},
                                                                             {"gte", FilterOperator::kGreaterOrEqual},
                                                                             {"lt", FilterOperator::kLess},
                                                                             {"lte", FilterOperator::kLessOrEqual},
                                                                             {"in", FilterOperator::kIn},
                                                                             {"nin", FilterOperator::kNotIn},
                                                                             {"contains", FilterOperator::kContains}}};
constexpr std::string_view kTypesShown = "eq, ne, gt, gte, lt, lte, in, nin, contains, and, or, not";

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

tl::unexpected<Error> refuse(const std::string& path, std::string_view why) {
    return fail(ErrorKind::kInvalidInput,
                "the filter" + (path.empty() ? "" : ", at " + path) + ": " + std::string(why));
}

// "filters[1]" and "value": "filters[1].value".
std::string below(const std::string& path, std::string_view member) {
    return path.empty() ? std::string(member) : path + "." + std::string(member);
}

class Reader {
public:
    Result<Filter> read(const json::value& value, const std::string& path, std::size_t depth) {
        if (depth >= kFilterDepthMax)
            return refuse(path, "a filter is nested at most " + std::to_string(kFilterDepthMax) + " levels deep");
        const json::object* object = value.if_object();
        if (object == nullptr) return refuse(path, "expected an object with a type");
        const json::string* type = string_member(*object, "type");
        if (type == nullptr) return refuse(below(path, "type"), "expected one of " + std::string(kTypesShown));
        if (view(*type) == "and") return read_parts(*object, Filter::Kind::kAnd, path, depth);
        if (view(*type) == "or") return read_parts(*object, Filter::Kind::kOr, path, depth);
        if (view(*type) == "not") return read_not(*object, path, depth);
        for (const auto& [name, operation] : kTypes)
            if (view(*type) == name) return read_comparison(*object, operation, path);
        return refuse(below(path, "type"), "expected one of " + std::string(kTypesShown));
    }

private:
    static const json::string* string_member(const json::object& object, const char* name) {
        const json::value* member = object.if_contains(name);
        return member == nullptr ? nullptr : member->if_string();
    }

    Result<Filter> read_parts(const json::object& object, Filter::Kind kind, const std::string& path,
                              std::size_t depth) {
        const json::value* member = object.if_contains("filters");
        const json::array* list = member == nullptr ? nullptr : member->if_array();
        if (list == nullptr || list->empty()) return refuse(below(path, "filters"), "expected a list of filters");
        std::vector<Filter> parts;
        for (std::size_t i = 0; i < list->size(); ++i) {
            auto part = read((*list)[i], below(path, "filters[" + std::to_string(i) + "]"), depth + 1);
            if (!part) return part;
            parts.push_back(std::move(*part));
        }
        return join(kind, std::move(parts));
    }

    Result<Filter> read_not(const json::object& object, const std::string& path, std::size_t depth) {
        const json::value* member = object.if_contains("filter");
        if (member == nullptr) return refuse(below(path, "filter"), "expected the filter to be negated");
        auto inner = read(*member, below(path, "filter"), depth + 1);
        if (!inner) return inner;
        Filter negated;
        negated.kind = Filter::Kind::kNot;
        negated.parts.push_back(std::move(*inner));
        return negated;
    }

    Result<Filter> read_comparison(const json::object& object, FilterOperator operation, const std::string& path) {
        if (auto passed = count_.add_comparison()) return refuse(path, *passed);
        const json::string* key = string_member(object, "key");
        if (key == nullptr) return refuse(below(path, "key"), "expected a field: " + field_names());
        const auto field = find_field(view(*key));
        if (!field)
            return refuse(below(path, "key"), "there is no field \"" +
                                                  std::string(slice_code_points(view(*key), 0, 40)) +
                                                  "\"; the fields are " + field_names());
        if (auto sound = check_operator(*field, operation); !sound)
            return refuse(below(path, "type"), sound.error().message);
        Filter comparison;
        comparison.field = *field;
        comparison.operation = operation;
        const json::value* value = object.if_contains("value");
        if (value == nullptr) return refuse(below(path, "value"), "expected a value");
        const bool is_list = operation == FilterOperator::kIn || operation == FilterOperator::kNotIn;
        if (auto read = is_list ? read_list(comparison, *value, below(path, "value"))
                                : read_value(comparison, *value, below(path, "value"));
            !read)
            return propagate(read);
        return comparison;
    }

    Result<void> read_list(Filter& comparison, const json::value& value, const std::string& path) {
        const json::array* list = value.if_array();
        if (list == nullptr || list->empty()) return refuse(path, "expected a list of values");
        for (std::size_t i = 0; i < list->size(); ++i)
            if (auto read = read_value(comparison, (*list)[i], path + "[" + std::to_string(i) + "]"); !read)
                return read;
        return {};
    }

    Result<void> read_value(Filter& comparison, const json::value& value, const std::string& path) {
        if (auto passed = count_.add_value()) return refuse(path, *passed);
        std::string text;
        if (const json::string* string = value.if_string()) {
            text = view(*string);
        } else if (value.is_int64() || value.is_uint64() || value.is_double()) {
            text = json::serialize(value);
        } else {
            return refuse(path, "expected a string or a number");
        }
        auto parsed = parse_value(comparison.field, text);
        if (!parsed) return refuse(path, parsed.error().message);
        comparison.values.push_back(std::move(*parsed));
        return {};
    }

    FilterCount count_;
};

}  // namespace

Result<Filter> parse_filter_json(std::string_view text) {
    if (text.size() > kFilterBytesMax)
        return fail(ErrorKind::kInvalidInput,
                    "the filter is longer than " + std::to_string(kFilterBytesMax) + " bytes");
    json::parse_options options;
    options.max_depth = 2 * kFilterDepthMax + 4;  // each level is an object in a list
    boost::system::error_code error;
    const json::value value = json::parse({text.data(), text.size()}, error, {}, options);
    if (error) return refuse("", "it is no JSON: " + error.message());
    return Reader().read(value, "", 0);
}

Result<Filter> parse_filter(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != text.npos && text[first] == '{' ? parse_filter_json(text) : parse_expression(text);
}

}  // namespace genai::filters
