// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "answering/asked.hpp"
#include "answering/figure.hpp"
#include "answering/statement.hpp"
#include "model/page.hpp"

namespace genai::answering {

// A statement that may answer, and how well it seems to.
struct Weighed {
    Statement statement;
    std::vector<Figure> figures;  // of a row
    std::size_t source = 0;       // index of its page, best first
    double score = 0;
    double words = 0;            // share of the question's words that it holds, by their weight
    double cosine = 0;           // 0 when it was not compared by meaning
    bool is_other_time = false;  // a row that has other periods alone than those asked for
};

// A page that is read for an answer.
struct ReadPage {
    Page page;
    bool is_strange = false;  // of another organisation than the one that the question names
};

// The statements of the pages, weighed by the words that they share with the question, by their form, their periods
// and their page's rank; the best `count`, best first.
std::vector<Weighed> weigh(const Asked& asked, std::span<const ReadPage> pages, std::size_t count);

// What is compared with the question by meaning: of a row its words, for figures mean nothing to an embedder.
std::string meaning_of(const Weighed& one);

// Adds what the cosines say, and orders anew.
void add_meaning(std::vector<Weighed>& weighed);

}  // namespace genai::answering
