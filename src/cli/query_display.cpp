// SPDX-License-Identifier: Apache-2.0
#include "cli/query_display.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.hpp"

namespace genai::cli {
namespace {

constexpr std::size_t kWidthMax = 110;  // longer lines are hard to read
constexpr std::size_t kExcerptLines = 2;
constexpr std::size_t kUnbroken = std::numeric_limits<std::size_t>::max();

// With the collection where several were asked.
std::string place(const Question& question, const std::string& document, const std::string& collection,
                  const std::string& location) {
    const std::string where = fmt::format("{}, {}", printable_name(document), printable_name(location));
    return question.scopes.size() == 1 ? where : fmt::format("{} ({})", where, printable_name(collection));
}

// Sentences are joined again where the page breaks their lines; a table's rows stay as they are.
std::string to_paragraph(std::string quote) {
    if (quote.find('\t') == quote.npos) std::replace(quote.begin(), quote.end(), '\n', ' ');
    return quote;
}

std::string citation_text(const Question& question, const Citation& citation, std::size_t width) {
    const std::string heading = fmt::format("[{}] {}{}", citation.marker,
                                            place(question, citation.document_name, citation.collection,
                                                  display_location(citation.page, citation.location)),
                                            citation.verified ? "" : " (not verified)");
    return styled(heading, Style::kBold, STDOUT_FILENO) + "\n" + wrapped(to_paragraph(citation.quote), "    ", width);
}

std::string source_text(const Question& question, std::size_t rank, const Passage& passage, std::size_t width) {
    std::string heading =
        fmt::format("{}. {}", rank,
                    place(question, passage.document.display_name(), passage.document.scope.collection,
                          display_location(passage.chunk.page, passage.chunk.location)));
    if (!passage.chunk.section.empty()) heading += fmt::format(" - {}", one_line(passage.chunk.section, width / 2));
    std::string scores = fmt::format("score {:.3f}", passage.score);
    if (passage.scores.vector) scores += fmt::format(", vector {:.3f}", *passage.scores.vector);
    if (passage.scores.keyword) scores += fmt::format(", keyword {:.1f}", *passage.scores.keyword);
    return fmt::format("{}  {}\n   {}\n", one_line(heading, width), styled(scores, Style::kDim, STDOUT_FILENO),
                       one_line(passage.chunk.text, width * kExcerptLines - 6));
}

}  // namespace

std::string to_text(const Question& question, const Answer& answer, std::size_t width) {
    const std::size_t paragraph = width == 0 ? kUnbroken : std::min(width, kWidthMax);
    const std::size_t line = std::min(paragraph, kWidthMax);
    std::string text;
    if (question.want == Question::Want::kAnswer) {
        text += wrapped(answer.text, "", paragraph) + "\n";
        for (const Citation& citation : answer.citations) text += citation_text(question, citation, paragraph);
        if (!answer.citations.empty()) text += '\n';
    }
    if (!answer.sources.empty()) text += styled("Sources", Style::kBold, STDOUT_FILENO) + "\n";
    for (std::size_t i = 0; i < answer.sources.size(); ++i)
        text += source_text(question, i + 1, answer.sources[i], line);
    if (answer.timings.total_ms > 0) {
        text += styled(fmt::format("{:.0f} ms (embedding {:.1f}, search {:.1f})\n", answer.timings.total_ms,
                                   answer.timings.embed_ms, answer.timings.search_ms),
                       Style::kDim, STDOUT_FILENO);
    }
    return text;
}

}  // namespace genai::cli
