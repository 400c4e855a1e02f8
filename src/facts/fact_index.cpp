// SPDX-License-Identifier: Apache-2.0
#include "facts/fact_index.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

namespace genai::facts {

namespace {

constexpr int kMonthsPerYear = 12;

int quarter_of(int month) { return (month + 2) / 3; }

// The last year that a question names: reports carry the years before it beside it.
int last_year(const QuestionFacts& question) {
    int last = 0;
    for (const TimeMention& time : question.times) last = std::max(last, time.date.year);
    return last;
}

bool names_month(const QuestionFacts& question) {
    return std::any_of(question.times.begin(), question.times.end(),
                       [](const TimeMention& time) { return time.date.month != 0; });
}

}  // namespace

FactIndex::Profile FactIndex::to_profile(const DocumentFacts& document) {
    Profile profile;
    profile.has_type = document.type.has_value();
    if (document.type) profile.type = document.type->value;
    constexpr int kDaysPerMonth = 32;
    if (document.date) {
        const Date& date = document.date->value;
        if (date.month != 0) profile.issue_month = month_index(date);
        profile.newness =
            (date.month != 0 ? profile.issue_month : date.year * kMonthsPerYear) * kDaysPerMonth + date.day;
        if (!document.period) profile.year = profile.calendar_year = date.year;
    }
    if (document.period) {
        const Period& period = document.period->value;
        profile.year = period.year;
        profile.quarter = period.quarter;
        profile.months = period.months;
        profile.calendar_year = period.year;
        profile.newness =
            (period.year * kMonthsPerYear + (period.quarter != 0 ? 3 * period.quarter : kMonthsPerYear) - 1) *
            kDaysPerMonth;
        if (period.end.month != 0) {
            const Date month = period.end.day != 0 ? accounting_month(period.end) : period.end;
            profile.end_month = month_index(month);
            profile.calendar_year = month.year;
            profile.calendar_quarter = quarter_of(month.month);
            profile.newness = month_index(period.end) * kDaysPerMonth + period.end.day;
        }
    }
    profile.named = document.named_periods;
    if (profile.newness == 0)
        for (const NamedPeriod& named : profile.named)
            profile.newness =
                std::max(profile.newness, (named.year * kMonthsPerYear + 3 * named.quarter) * kDaysPerMonth);
    return profile;
}

FactIndex::FactIndex(std::span<const DocumentFacts> documents, const FactWeights& weights) : weights_(weights) {
    std::map<Profile, std::uint32_t> known;
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
        const DocumentFacts& document = documents[i];
        const auto [found, is_new] =
            known.try_emplace(to_profile(document), static_cast<std::uint32_t>(profiles_.size()));
        if (is_new) profiles_.push_back(found->first);
        profile_of_.push_back(found->second);
        all_.push_back(i);
        if (!document.organisation) continue;
        const std::uint32_t organisation = names_.add(document.organisation->value);
        if (organisation >= documents_of_.size()) documents_of_.resize(organisation + 1);
        documents_of_[organisation].push_back(i);
    }
}

// 1 for the document's own year, less for one that it may be called by too, below 0 for one that it is not about.
double FactIndex::year_score(const TimeMention& time, const Profile& profile) {
    constexpr double kOther = 0.8;
    constexpr double kLater = 0.3;
    constexpr int kComparedYears = 2;  // that an annual report prints beside its own
    const int asked = time.date.year;
    if (profile.year == 0 || asked == 0) return 0;
    if (asked == profile.year) return 1;
    const bool is_report = profile.has_type && (is_annual(profile.type) || is_interim(profile.type));
    const bool is_yearly = profile.has_type && is_annual(profile.type);
    if (!is_yearly && asked == profile.calendar_year) return kOther;
    // A fiscal year that ends in winter is called by the year before too.
    const int winter = profile.end_month % kMonthsPerYear + 1;
    if (profile.end_month != 0 && winter <= 2 && asked == profile.year + (is_report ? -1 : 1)) return kOther;
    if (profile.year > asked && profile.year - asked <= kComparedYears && is_yearly) return kLater;
    return profile.year < asked ? -1 : -0.5;
}

double FactIndex::quarter_score(const TimeMention& time, const Profile& profile) {
    constexpr double kCalendar = 0.7;
    constexpr double kOther = -0.25;
    constexpr int kHalfYear = 6;
    const bool is_yearly = (profile.has_type && is_annual(profile.type)) || profile.months == kMonthsPerYear;
    if (time.quarter == 0 && time.half == 0) {
        // "fiscal 2023" is the whole of it.
        if (!time.is_fiscal || time.date.month != 0) return 0;
        return is_yearly || profile.quarter == 4 ? 0.5 : -0.2;
    }
    if (is_yearly || profile.quarter == 0) return 0;
    if (time.half != 0)
        return profile.quarter == 2 * time.half ? (profile.months == kHalfYear ? 1 : kCalendar) : kOther;
    if (time.quarter == profile.quarter) return 1;
    return time.quarter == profile.calendar_quarter ? kCalendar : kOther;
}

double FactIndex::month_score(const QuestionFacts& question, const Profile& profile) {
    constexpr int kNear = 2;
    constexpr int kFar = 1000;
    int nearest = kFar;
    for (const TimeMention& time : question.times) {
        if (time.date.month == 0) continue;
        const int month = month_index(time.date);
        const int closing = time.is_day() ? month_index(accounting_month(time.date)) : month;
        if (profile.end_month != 0)
            nearest = std::min({nearest, std::abs(month - profile.end_month), std::abs(closing - profile.end_month)});
        if (profile.issue_month != 0) nearest = std::min(nearest, std::abs(month - profile.issue_month));
    }
    if (nearest == kFar) return 0;
    return nearest == 0 ? 1 : nearest <= kNear ? 0.4 : -0.5;
}

double FactIndex::named_score(const QuestionFacts& question, const Profile& profile) {
    if (profile.named.empty() || !question.names_year()) return 0;
    constexpr double kYearAlone = 0.6;
    constexpr double kYearOfSeveral = 0.3;
    double best = -kYearOfSeveral;
    for (const TimeMention& time : question.times) {
        const int quarter = time.half != 0 ? 2 * time.half : time.quarter;
        for (const NamedPeriod& named : profile.named) {
            if (named.year != time.date.year) continue;
            double score = 0;
            if (quarter != 0) {
                score = named.quarter == quarter ? 1 : named.quarter == 0 ? kYearOfSeveral : 0;
            } else {
                score = named.quarter == 0 || time.date.month != 0 ? kYearAlone : kYearOfSeveral;
            }
            best = std::max(best, score);
        }
    }
    return best;
}

double FactIndex::score(const QuestionFacts& question, const Profile& profile) const {
    constexpr double kEarlierYear = 0.6;  // of a report that ends with the last year asked for, no more is needed
    const int last = last_year(question);
    const bool is_yearly = profile.has_type && is_annual(profile.type);
    double best = 0;
    bool is_first = true;
    for (const TimeMention& time : question.times) {
        TimeMention whole = time;
        // "Q1 and Q2 of 2023": the year is said once.
        if (!whole.has_year()) whole.date.year = last;
        double one = weights_.year * year_score(whole, profile) + weights_.quarter * quarter_score(whole, profile);
        if (is_yearly && one > 0 && whole.date.year != last) one *= kEarlierYear;
        best = is_first ? one : std::max(best, one);
        is_first = false;
    }
    double total = best;
    if (question.type && profile.has_type) {
        constexpr double kOtherType = -0.3;
        const bool is_meant = is_kind_of(profile.type, question.type->type);
        total += weights_.type * (is_meant ? 1 : question.type->is_common_word ? 0 : kOtherType);
    }
    if (names_month(question)) total += weights_.month * month_score(question, profile);
    return total + weights_.named_period * named_score(question, profile);
}

void FactIndex::add_organisations(const std::vector<NameMention>& mentions, FactMatch& match) const {
    std::map<std::uint32_t, float> certainties;
    for (const NameMention& mention : mentions)
        for (const std::uint32_t organisation : mention.organisations)
            certainties[organisation] = std::max(certainties[organisation], mention.certainty);
    for (const auto& [organisation, certainty] : certainties) {
        match.organisations.push_back(names_.name(organisation));
        for (const std::uint32_t document : documents_of_[organisation])
            match.scores[document] += static_cast<float>(weights_.organisation * certainty);
    }
}

// How new each profile's documents are; 0 for those that are not of the type that is asked for, if one is.
std::vector<int> FactIndex::newness_of(const QuestionFacts& question) const {
    std::vector<int> newness;
    newness.reserve(profiles_.size());
    for (const Profile& profile : profiles_) {
        const bool is_other = question.type && !(profile.has_type && is_kind_of(profile.type, question.type->type));
        newness.push_back(is_other ? 0 : profile.newness);
    }
    return newness;
}

void FactIndex::add_latest(const std::vector<NameMention>& mentions, FactMatch& match) const {
    if (!match.question.wants_latest || match.question.names_year()) return;
    const std::vector<int> newness = newness_of(match.question);
    const auto add_newest = [&](std::span<const std::uint32_t> documents) {
        int newest = 0;
        for (const std::uint32_t document : documents) newest = std::max(newest, newness[profile_of_[document]]);
        for (const std::uint32_t document : documents)
            if (newest > 0 && newness[profile_of_[document]] == newest)
                match.scores[document] += static_cast<float>(weights_.latest);
    };
    if (mentions.empty()) return add_newest(all_);
    std::set<std::uint32_t> named;
    for (const NameMention& mention : mentions)
        named.insert(mention.organisations.begin(), mention.organisations.end());
    for (const std::uint32_t organisation : named) add_newest(documents_of_[organisation]);
}

FactMatch FactIndex::match(std::string_view question) const {
    FactMatch match;
    const Words words(question_beginning(question));
    const std::vector<NameMention> mentions = names_.find(words);
    std::vector<WordSpan> spans;
    for (const NameMention& mention : mentions) spans.push_back({mention.begin, mention.end});
    match.question = read_question(words, spans);
    const std::string_view tail = question.substr(words.text().size());
    match.rest = without(words, {}).append(tail);
    if (mentions.empty() && !match.question.names_something()) return match;

    std::vector<float> by_profile;
    by_profile.reserve(profiles_.size());
    for (const Profile& profile : profiles_) by_profile.push_back(static_cast<float>(score(match.question, profile)));
    match.scores.reserve(size());
    for (const std::uint32_t profile : profile_of_) match.scores.push_back(by_profile[profile]);
    add_organisations(mentions, match);
    add_latest(mentions, match);
    if (std::none_of(match.scores.begin(), match.scores.end(), [](float gained) { return gained > 0; })) {
        match.scores.clear();
        return match;
    }
    spans.insert(spans.end(), match.question.spans.begin(), match.question.spans.end());
    match.rest = without(words, std::move(spans)).append(tail);
    return match;
}

}  // namespace genai::facts
