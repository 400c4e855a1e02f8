// SPDX-License-Identifier: Apache-2.0
#include "filters/expression.hpp"

#include <array>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "filters/fields.hpp"
#include "filters/filter_limits.hpp"
#include "filters/token.hpp"

namespace genai::filters {

namespace {

constexpr std::array<std::pair<std::string_view, FilterOperator>, 8> kSymbols{
    {{"=", FilterOperator::kEqual},
     {"==", FilterOperator::kEqual},
     {"!=", FilterOperator::kNotEqual},
     {"<>", FilterOperator::kNotEqual},
     {"<", FilterOperator::kLess},
     {"<=", FilterOperator::kLessOrEqual},
     {">", FilterOperator::kGreater},
     {">=", FilterOperator::kGreaterOrEqual}}};
constexpr std::string_view kOperatorsShown = "=, !=, <, <=, >, >=, in, not in or contains";

// Recursive descent, one token ahead.
class Parser {
public:
    explicit Parser(std::string_view text) : tokens_(text) {}

    Result<Filter> parse() {
        if (auto moved = advance(); !moved) return propagate(moved);
        if (token_.kind == Token::Kind::kEnd) return expected("a comparison like organisation = \"ACME\"");
        auto filter = parse_or(0);
        if (!filter) return filter;
        if (token_.kind != Token::Kind::kEnd) return expected("and, or, or the end");
        return filter;
    }

private:
    Result<void> advance() {
        auto next = tokens_.next();
        if (!next) return propagate(next);
        token_ = std::move(*next);
        return {};
    }

    tl::unexpected<Error> expected(std::string_view what) const {
        return tokens_.refuse(token_.at, "expected " + std::string(what) + ", found " + token_.shown());
    }

    // A chain of parts with this word between them.
    template <class Part>
    Result<Filter> parse_chain(Filter::Kind kind, std::string_view word, Part part) {
        std::vector<Filter> parts;
        for (;;) {
            auto next = part();
            if (!next) return next;
            parts.push_back(std::move(*next));
            if (!token_.is(word)) return join(kind, std::move(parts));
            if (auto moved = advance(); !moved) return propagate(moved);
        }
    }

    Result<Filter> parse_or(std::size_t depth) {
        return parse_chain(Filter::Kind::kOr, "or", [this, depth] { return parse_and(depth); });
    }

    Result<Filter> parse_and(std::size_t depth) {
        return parse_chain(Filter::Kind::kAnd, "and", [this, depth] { return parse_unary(depth); });
    }

    Result<Filter> parse_unary(std::size_t depth) {
        if (depth >= kFilterDepthMax)
            return tokens_.refuse(token_.at,
                                  "a filter is nested at most " + std::to_string(kFilterDepthMax) + " levels deep");
        if (token_.is("not")) {
            if (auto moved = advance(); !moved) return propagate(moved);
            auto inner = parse_unary(depth + 1);
            if (!inner) return inner;
            Filter negated;
            negated.kind = Filter::Kind::kNot;
            negated.parts.push_back(std::move(*inner));
            return negated;
        }
        if (!token_.is("(")) return parse_comparison();
        if (auto moved = advance(); !moved) return propagate(moved);
        auto inner = parse_or(depth + 1);
        if (!inner) return inner;
        if (!token_.is(")")) return expected("and, or, or )");
        if (auto moved = advance(); !moved) return propagate(moved);
        return inner;
    }

    Result<Filter> parse_comparison() {
        if (token_.kind != Token::Kind::kWord) return expected("a field, not or (");
        if (auto passed = count_.add_comparison()) return tokens_.refuse(token_.at, *passed);
        const auto field = find_field(token_.text);
        if (!field)
            return tokens_.refuse(token_.at,
                                  "there is no field " + token_.shown() + "; the fields are " + field_names());
        Filter comparison;
        comparison.field = *field;
        if (auto moved = advance(); !moved) return propagate(moved);
        const Token operation = token_;
        if (auto read = parse_operator(comparison); !read) return propagate(read);
        if (auto sound = check_operator(*field, comparison.operation); !sound)
            return tokens_.refuse(operation.at, sound.error().message);
        const bool is_list =
            comparison.operation == FilterOperator::kIn || comparison.operation == FilterOperator::kNotIn;
        auto values = is_list ? parse_list(comparison) : parse_value(comparison);
        if (!values) return propagate(values);
        return comparison;
    }

    Result<void> parse_operator(Filter& comparison) {
        for (const auto& [symbol, operation] : kSymbols) {
            if (token_.kind != Token::Kind::kSymbol || token_.text != symbol) continue;
            comparison.operation = operation;
            return advance();
        }
        comparison.operation = FilterOperator::kIn;
        if (token_.is("contains")) {
            comparison.operation = FilterOperator::kContains;
        } else if (token_.is("not")) {
            comparison.operation = FilterOperator::kNotIn;
            if (auto moved = advance(); !moved) return moved;
            if (!token_.is("in")) return expected("in");
        } else if (!token_.is("in")) {
            return expected(std::string(kOperatorsShown) + " after " + std::string(to_string(comparison.field)));
        }
        return advance();
    }

    Result<void> parse_list(Filter& comparison) {
        if (!token_.is("(")) return expected("( and a list of values");
        do {
            if (auto moved = advance(); !moved) return moved;
            if (auto read = parse_value(comparison); !read) return read;
        } while (token_.is(","));
        if (!token_.is(")")) return expected(", or )");
        return advance();
    }

    Result<void> parse_value(Filter& comparison) {
        if (token_.kind != Token::Kind::kWord && token_.kind != Token::Kind::kText)
            return expected("a value for " + std::string(to_string(comparison.field)));
        for (const std::string_view keyword : {"and", "or", "not", "in", "contains"})
            if (token_.is(keyword)) return expected("a value (a text of this word stands in quotes)");
        if (auto passed = count_.add_value()) return tokens_.refuse(token_.at, *passed);
        auto value = filters::parse_value(comparison.field, token_.text);
        if (!value) return tokens_.refuse(token_.at, value.error().message);
        comparison.values.push_back(std::move(*value));
        return advance();
    }

    Tokenizer tokens_;
    Token token_;
    FilterCount count_;
};

void append_value(std::string& text, const FilterValue& value) {
    text += '"';
    for (const char c : value.text) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    text += '"';
}

void append_comparison(std::string& text, const Filter& filter) {
    text.append(to_string(filter.field)).append(" ").append(to_string(filter.operation)).append(" ");
    const bool is_list = filter.operation == FilterOperator::kIn || filter.operation == FilterOperator::kNotIn;
    if (is_list) text += '(';
    for (std::size_t i = 0; i < filter.values.size(); ++i) {
        if (i > 0) text += ", ";
        append_value(text, filter.values[i]);
    }
    if (is_list) text += ')';
}

// Parts bind tighter than what joins them, or stand in parentheses.
void append(std::string& text, const Filter& filter) {
    const auto append_part = [&](const Filter& part) {
        const bool needs_parentheses = part.kind == Filter::Kind::kAnd || part.kind == Filter::Kind::kOr;
        if (needs_parentheses) text += '(';
        append(text, part);
        if (needs_parentheses) text += ')';
    };
    if (filter.kind == Filter::Kind::kComparison) return append_comparison(text, filter);
    if (filter.kind == Filter::Kind::kNot) {
        text += "not ";
        return append_part(filter.parts.front());
    }
    for (std::size_t i = 0; i < filter.parts.size(); ++i) {
        if (i > 0) text += filter.kind == Filter::Kind::kAnd ? " and " : " or ";
        append_part(filter.parts[i]);
    }
}

}  // namespace

Result<Filter> parse_expression(std::string_view text) {
    if (text.size() > kFilterBytesMax)
        return fail(ErrorKind::kInvalidInput,
                    "the filter is longer than " + std::to_string(kFilterBytesMax) + " bytes");
    if (!is_valid_utf8(text)) return fail(ErrorKind::kInvalidInput, "the filter is not UTF-8");
    return Parser(text).parse();
}

std::string to_expression(const Filter& filter) {
    std::string text;
    append(text, filter);
    return text;
}

}  // namespace genai::filters
