// SPDX-License-Identifier: Apache-2.0

// genai_facts_bench CHILD PDFS [--questions FILE] [--scores]: how many facts of the filings of filings.tsv are read
// right from their first pages, for how many questions the documents that the answer cites are those that the
// question's facts put first, and what that costs.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>

#include "facts/fact_index.hpp"
#include "filings.hpp"
#include "speed.hpp"

namespace {

namespace bench = genai::bench;
namespace facts = genai::facts;

void print_share(const char* what, std::size_t right, std::size_t of) {
    std::printf("%-28s %zu of %zu\n", what, right, of);
}

void print_facts(const bench::Filing& filing) {
    const facts::DocumentFacts& facts = filing.facts;
    std::printf("%s\n", filing.file.c_str());
    const auto line = [](const char* name, const std::string& value, const facts::Origin& origin) {
        std::printf("  %-13s%s  [%s %d:%u]\n", name, value.c_str(), std::string(to_string(origin.source)).c_str(),
                    origin.page, origin.offset);
    };
    if (facts.title) line("title", facts.title->value, facts.title->origin);
    if (facts.organisation) {
        std::string names = facts.organisation->value.name;
        for (const std::string& other : facts.organisation->value.other_names) names += " | " + other;
        if (!facts.organisation->value.ticker.empty()) names += " | ticker " + facts.organisation->value.ticker;
        line("organisation", names, facts.organisation->origin);
    }
    if (facts.type) line("type", std::string(to_string(facts.type->value)), facts.type->origin);
    if (facts.period) {
        const facts::Period& period = facts.period->value;
        line("period",
             to_string(period) + ", ends " + to_string(period.end) + ", fiscal " + std::to_string(period.year) +
                 (period.quarter != 0 ? " Q" + std::to_string(period.quarter) : ""),
             facts.period->origin);
    }
    if (facts.date) line("date", to_string(facts.date->value), facts.date->origin);
}

// What was read right of the files that the table knows.
void print_reading(const std::vector<bench::Filing>& filings) {
    struct Measure {
        const char* name;
        bool (*is_right)(const bench::Filing&);
    };
    static constexpr Measure kMeasures[] = {
        {"names right",
         [](const bench::Filing& filing) {
             const auto short_of = [](const std::string& name) {
                 const auto names = facts::short_names(name);
                 return names.empty() ? facts::NameWords{} : names.front();
             };
             const auto& read = filing.facts.organisation;
             return read && short_of(read->value.name) == short_of(filing.organisation);
         }},
        {"tickers right",
         [](const bench::Filing& filing) {
             return filing.facts.organisation && filing.facts.organisation->value.ticker == filing.ticker;
         }},
        {"forms right",
         [](const bench::Filing& filing) {
             return filing.facts.type && to_string(filing.facts.type->value) == filing.type;
         }},
        {"period ends right",
         [](const bench::Filing& filing) {
             return filing.facts.period && to_string(filing.facts.period->value.end) == filing.period_end;
         }},
        {"fiscal years right",
         [](const bench::Filing& filing) {
             return filing.facts.period && filing.facts.period->value.year == filing.year;
         }},
        {"fiscal quarters right", [](const bench::Filing& filing) {
             return filing.facts.period && filing.facts.period->value.quarter == filing.quarter;
         }}};
    const auto is_known = [](const bench::Filing& filing) { return filing.is_known; };
    const auto known = static_cast<std::size_t>(std::count_if(filings.begin(), filings.end(), is_known));
    for (const Measure& measure : kMeasures) {
        std::size_t right = 0;
        for (const bench::Filing& filing : filings) right += filing.is_known && measure.is_right(filing) ? 1 : 0;
        print_share(measure.name, right, known);
    }
    std::vector<double> times;
    for (const bench::Filing& filing : filings) times.push_back(filing.read_us);
    std::sort(times.begin(), times.end());
    if (!times.empty())
        std::printf("%-28s %.0f us median, %.0f us at most\n", "reading", times[times.size() / 2], times.back());
}

struct Shares {
    std::size_t first = 0;    // a cited document among those with the best score
    std::size_t all = 0;      // every cited one among the best, as many as are cited
    std::size_t only = 0;     // the best are cited ones, all of them
    std::size_t nothing = 0;  // nothing named
};

Shares judge(const std::vector<bench::Filing>& filings, const std::vector<bench::CitedQuestion>& questions,
             const facts::FactIndex& index, bool prints_scores) {
    Shares shares;
    for (const bench::CitedQuestion& question : questions) {
        const auto match = index.match(question.text);
        if (match.scores.empty()) {
            ++shares.nothing;
            continue;
        }
        const auto is_cited = [&](std::size_t i) {
            return std::find(question.documents.begin(), question.documents.end(), filings[i].file) !=
                   question.documents.end();
        };
        const float best = *std::max_element(match.scores.begin(), match.scores.end());
        std::vector<float> sorted = match.scores;
        std::sort(sorted.rbegin(), sorted.rend());
        const float last = sorted[std::clamp<std::size_t>(question.documents.size(), 1, sorted.size()) - 1];
        bool has_cited = false;
        bool has_other = false;
        bool has_all = true;
        for (std::size_t i = 0; i < filings.size(); ++i) {
            if (match.scores[i] == best) (is_cited(i) ? has_cited : has_other) = true;
            if (is_cited(i) && match.scores[i] < last) has_all = false;
            if (prints_scores)
                std::printf("score\t%s\t%s\t%.3f\n", question.id.c_str(), filings[i].file.c_str(),
                            static_cast<double>(match.scores[i]));
        }
        if (prints_scores) std::printf("rest\t%s\t%s\n", question.id.c_str(), match.rest.c_str());
        shares.first += has_cited ? 1 : 0;
        shares.only += has_cited && !has_other ? 1 : 0;
        shares.all += has_all ? 1 : 0;
        if (!has_cited && !question.documents.empty() && !prints_scores)
            std::printf("other first: %s %s\n", question.id.c_str(), question.text.c_str());
    }
    return shares;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Facts of documents and questions, measured");
    std::string child;
    std::string folder;
    std::string gold = "bench/facts/filings.tsv";
    std::string questions_file;
    bool prints_scores = false;
    app.add_option("CHILD", child, "genai-extract")->required();
    app.add_option("PDFS", folder, "The folder of the filings")->required();
    app.add_option("--gold", gold, "Their facts");
    app.add_option("--questions", questions_file,
                   "Questions with the documents that their answers cite, one JSON object a line");
    app.add_flag("--scores", prints_scores, "Print each document's score for each question");
    CLI11_PARSE(app, argc, argv);
    const auto filings = bench::read_filings(gold, folder, child);
    if (!filings) {
        std::fprintf(stderr, "%s\n", filings.error().message.c_str());
        return 1;
    }
    for (const bench::Filing& filing : *filings)
        if (!prints_scores) print_facts(filing);
    print_reading(*filings);
    if (!questions_file.empty()) {
        const auto questions = bench::read_questions(questions_file);
        if (!questions) {
            std::fprintf(stderr, "%s\n", questions.error().message.c_str());
            return 1;
        }
        std::vector<facts::DocumentFacts> documents;
        for (const bench::Filing& filing : *filings) documents.push_back(filing.facts);
        const Shares shares = judge(*filings, *questions, facts::FactIndex(documents), prints_scores);
        print_share("a cited document first", shares.first, questions->size());
        print_share("  and no other", shares.only, questions->size());
        print_share("all cited among as many", shares.all, questions->size());
        print_share("nothing named", shares.nothing, questions->size());
    }
    constexpr std::size_t kManyDocuments = 50'000;
    bench::print_speed(kManyDocuments);
    return 0;
}
