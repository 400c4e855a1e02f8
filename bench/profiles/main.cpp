// SPDX-License-Identifier: Apache-2.0

// genai_profiles_bench PROFILE CHILD PDFS [--questions FILE] [--strangers FILE] [--show]: which pages of the documents
// a profile takes for statements; for how many questions that name one a page with the answer is among the first by the
// profile's signals alone, halves apart; how many questions of another field it fires on; and what it costs.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "corpus.hpp"
#include "profiles/profile.hpp"

namespace {

namespace bench = genai::bench;
namespace profiles = genai::profiles;

using SignalsOfFiles = std::map<std::string, std::vector<profiles::PageSignals>>;
using Clock = std::chrono::steady_clock;

double microseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

SignalsOfFiles read_signals(const profiles::Profile& profile, const bench::PageTexts& texts) {
    SignalsOfFiles signals;
    double total_us = 0;
    double slowest_us = 0;
    std::size_t pages = 0;
    std::size_t bytes = 0;
    for (const auto& [file, page_texts] : texts) {
        profiles::DocumentSignals document;
        for (const std::string& text : page_texts) {
            const auto start = Clock::now();
            document.add(profile.read_page(text));
            const double us = microseconds_since(start);
            total_us += us;
            slowest_us = std::max(slowest_us, us);
            bytes += text.size();
            ++pages;
        }
        signals[file] = document.take();
    }
    std::printf("%zu pages of %zu bytes: %.1f us a page, %.1f us the slowest\n", pages, bytes / std::max(1UL, pages),
                total_us / static_cast<double>(pages), slowest_us);
    return signals;
}

void print_statement_pages(const profiles::Profile& profile, const SignalsOfFiles& signals) {
    for (const auto& [file, pages] : signals) {
        std::printf("%s\n", file.c_str());
        for (std::size_t i = 0; i < profile.statements().size(); ++i) {
            std::printf("  %-22s", profile.statements()[i].c_str());
            for (std::size_t page = 0; page < pages.size(); ++page) {
                const float signal = pages[page].statements.at(i);
                if (signal >= 0.5F) std::printf(" %zu:%.2f", page + 1, static_cast<double>(signal));
            }
            std::printf("\n");
        }
        std::printf("  %-22s", "appendix");
        for (std::size_t page = 0; page < pages.size(); ++page) {
            if (pages[page].appendix > 0) std::printf(" %zu", page + 1);
        }
        std::printf("\n");
    }
}

struct Tally {
    std::size_t questions = 0;
    std::size_t first = 0;
    std::size_t first_3 = 0;
    std::size_t first_5 = 0;
};

// The place of the best labelled page among its document's, by the boost alone; pages that are equal share the last
// place, so that no signal earns nothing.
std::size_t place_of(const profiles::QuestionSignals& question, const std::vector<profiles::PageSignals>& pages,
                     const std::vector<int>& labelled) {
    double best = -1e9;
    for (const int page : labelled)
        best = std::max(best, boost(question, pages.at(static_cast<std::size_t>(page) - 1)));
    return static_cast<std::size_t>(std::count_if(
        pages.begin(), pages.end(), [&](const profiles::PageSignals& page) { return boost(question, page) >= best; }));
}

bool has_statement(const profiles::QuestionSignals& signals) {
    return std::any_of(signals.statements.begin(), signals.statements.end(), [](float weight) { return weight > 0; });
}

void print_question(const profiles::Profile& profile, const bench::LabelledQuestion& question,
                    const profiles::QuestionSignals& asked, std::size_t place) {
    std::printf("%s %s (place %zu)\n   %s\n  ", question.id.c_str(), question.kind.c_str(), place,
                question.text.c_str());
    for (std::size_t i = 0; i < profile.statements().size(); ++i) {
        if (asked.statements.at(i) > 0) {
            std::printf(" %s:%.2f", profile.statements()[i].c_str(), static_cast<double>(asked.statements.at(i)));
        }
    }
    for (std::size_t i = 0; i < profile.cues().size(); ++i) {
        if (asked.cues.at(i) > 0) std::printf(" cue %s", profile.cues()[i].c_str());
    }
    for (const genai::Expansion& expansion : asked.expansions) std::printf(" [%s]", expansion.text.c_str());
    std::printf("\n");
}

void print_places(const profiles::Profile& profile, const SignalsOfFiles& signals,
                  const std::vector<bench::LabelledQuestion>& questions, bool shows) {
    std::map<std::string, Tally> tallies;
    std::size_t answerable = 0;
    for (const bench::LabelledQuestion& question : questions) {
        if (question.pages.empty()) continue;
        ++answerable;
        const profiles::QuestionSignals asked = profile.match(question.text);
        std::size_t place = 1000;
        for (const auto& [file, labelled] : question.pages) {
            if (signals.contains(file)) place = std::min(place, place_of(asked, signals.at(file), labelled));
        }
        // Shown are those that may be looked at.
        if (shows && !question.is_kept_aside) print_question(profile, question, asked, place);
        if (!has_statement(asked)) continue;
        for (const std::string& row : {question.is_kept_aside ? "check, " + question.kind : "tune, " + question.kind}) {
            Tally& tally = tallies[row];
            ++tally.questions;
            tally.first += place <= 1 ? 1 : 0;
            tally.first_3 += place <= 3 ? 1 : 0;
            tally.first_5 += place <= 5 ? 1 : 0;
        }
    }
    std::printf(
        "%zu answerable questions; of those that name a statement, a page with the answer is by the boost "
        "alone, within its document\n",
        answerable);
    for (const auto& [row, tally] : tallies) {
        std::printf("  %-16s %3zu questions: first %zu, among 3 %zu, among 5 %zu\n", row.c_str(), tally.questions,
                    tally.first, tally.first_3, tally.first_5);
    }
}

void print_strangers(const profiles::Profile& profile, const std::vector<bench::LabelledQuestion>& strangers,
                     bool shows) {
    std::size_t fired = 0;
    const auto start = Clock::now();
    for (const bench::LabelledQuestion& question : strangers) {
        const profiles::QuestionSignals asked = profile.match(question.text);
        if (asked.is_empty()) continue;
        ++fired;
        if (shows) print_question(profile, question, asked, 0);
    }
    std::printf("fires on %zu of %zu questions of another field; %.2f us a question\n", fired, strangers.size(),
                microseconds_since(start) / static_cast<double>(std::max<std::size_t>(1, strangers.size())));
}

int fail_with(const genai::Error& error) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    return 1;
}

}  // namespace

int main(int count, char** arguments) {
    CLI::App app("What a domain profile finds");
    std::string profile_file;
    std::string child;
    std::string folder;
    std::string questions_file;
    std::string strangers_file;
    bool shows = false;
    app.add_option("PROFILE", profile_file, "The data file")->required();
    app.add_option("CHILD", child, "genai-extract")->required();
    app.add_option("PDFS", folder, "A folder of documents of the field")->required();
    app.add_option("--questions", questions_file, "Questions with pages, one JSON object a line");
    app.add_option("--strangers", strangers_file, "Questions of another field");
    app.add_flag("--show", shows, "Print statement pages, and each question that may be looked at");
    CLI11_PARSE(app, count, arguments);

    const auto profile = profiles::load_profile(profile_file);
    if (!profile) return fail_with(profile.error());
    const auto texts = bench::read_pages(folder, child);
    if (!texts) return fail_with(texts.error());
    const SignalsOfFiles signals = read_signals(*profile, *texts);
    if (shows) print_statement_pages(*profile, signals);
    if (!questions_file.empty()) {
        const auto questions = bench::read_questions(questions_file);
        if (!questions) return fail_with(questions.error());
        print_places(*profile, signals, *questions, shows);
    }
    if (!strangers_file.empty()) {
        const auto strangers = bench::read_questions(strangers_file);
        if (!strangers) return fail_with(strangers.error());
        print_strangers(*profile, *strangers, shows);
    }
    return 0;
}
