// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "data_set.hpp"

namespace genai::bench {

// CPU seconds of the calling thread: what is measured, since the machine may do other things beside.
double thread_seconds();
// CPU seconds of the whole process.
double process_seconds();

// One line of the table.
struct Figures {
    std::string name;
    double build_seconds = 0;
    double bytes_per_vector = 0;
    double recall = 0;  // at 10
    double p50_ms = 0;
    double p99_ms = 0;
};

// The chunks found for a question of this number.
using Search = std::function<std::vector<std::size_t>(std::size_t question, std::size_t k)>;

// Asks every question for 10 chunks and fills in recall and times.
void measure(const DataSet& data, const std::vector<std::vector<std::size_t>>& truth, const Search& search,
             Figures& figures);

std::vector<std::vector<std::size_t>> find_all_nearest(const DataSet& data, std::size_t k, const Passing& passing);

void print_heading();
void print(const Figures& figures);

}  // namespace genai::bench
