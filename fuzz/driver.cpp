// SPDX-License-Identifier: Apache-2.0

// A main() for a fuzz target where the compiler brings none: TARGET [--seconds N] [--seed S] [FILE|FOLDER...]. Runs the
// files, then mutants of them from the seed until the time is up. What runs at the moment stands in TARGET.input in the
// working folder, and stays there when it ends the program.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "fuzz/entry.hpp"

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kInputBytesMax = std::size_t{64} << 10;

struct Options {
    std::chrono::seconds duration{0};
    std::uint32_t seed = 1;
    std::vector<fs::path> paths;
};

Options parse(int count, char** values) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = values[i];
        const bool has_value = i + 1 < count;
        if (word == "--seconds" && has_value) {
            options.duration = std::chrono::seconds(std::strtol(values[++i], nullptr, 10));
        } else if (word == "--seed" && has_value) {
            options.seed = static_cast<std::uint32_t>(std::strtoul(values[++i], nullptr, 10));
        } else {
            options.paths.emplace_back(word);
        }
    }
    return options;
}

Bytes read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::vector<Bytes> read_all(const std::vector<fs::path>& paths) {
    std::vector<fs::path> files;
    for (const auto& path : paths) {
        if (fs::is_directory(path)) {
            for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
        } else {
            files.push_back(path);
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Bytes> inputs;
    for (const auto& file : files) inputs.push_back(read(file));
    return inputs;
}

// The input that runs, in a file that outlives the program when the input ends it.
class RunningInput {
public:
    explicit RunningInput(fs::path file)
        : file_(std::move(file)), descriptor_(::open(file_.c_str(), O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0644)) {}
    RunningInput(const RunningInput&) = delete;
    RunningInput& operator=(const RunningInput&) = delete;
    ~RunningInput() {
        ::close(descriptor_);
        fs::remove(file_);
    }

    void run(const Bytes& input) const {
        const bool is_kept = ::ftruncate(descriptor_, 0) == 0 &&
                             ::pwrite(descriptor_, input.data(), input.size(), 0) == static_cast<ssize_t>(input.size());
        if (!is_kept) std::perror(file_.c_str());
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }

private:
    fs::path file_;
    int descriptor_;
};

class Mutator {
public:
    Mutator(std::vector<Bytes> inputs, std::uint32_t seed) : inputs_(std::move(inputs)), random_(seed) {
        if (inputs_.empty()) inputs_.emplace_back(1, '0');
    }

    Bytes next() {
        Bytes input = pick(inputs_);
        for (std::uint32_t changes = 1 + below(4); changes > 0; --changes) change(input);
        input.resize(std::min(input.size(), kInputBytesMax));
        return input;
    }

private:
    std::uint32_t below(std::size_t end) {
        return static_cast<std::uint32_t>(random_() % std::max<std::size_t>(end, 1));
    }
    const Bytes& pick(const std::vector<Bytes>& from) { return from[below(from.size())]; }

    void change(Bytes& input) {
        constexpr std::uint8_t kInteresting[] = {0, 1, 0x7F, 0x80, 0xFF, '0', '9', '"', '{', '[', '%', '\r', '\n', ':'};
        const auto at = below(input.size());
        switch (below(7)) {
            case 0: input.insert(input.begin() + at, static_cast<std::uint8_t>(random_())); break;
            case 1: input.resize(at); break;
            case 2: insert_piece(input, at, input); break;
            case 3: insert_piece(input, at, pick(inputs_)); break;
            case 4:
                if (!input.empty()) input.erase(input.begin() + at);
                break;
            case 5:
                if (!input.empty()) input[at] ^= static_cast<std::uint8_t>(1U << below(8));
                break;
            default:
                if (!input.empty()) input[at] = kInteresting[below(std::size(kInteresting))];
        }
    }

    void insert_piece(Bytes& input, std::uint32_t at, const Bytes& from) {
        if (from.empty()) return;
        const auto begin = below(from.size());
        const Bytes piece(from.begin() + begin, from.begin() + begin + below(from.size() - begin) + 1);
        input.insert(input.begin() + at, piece.begin(), piece.end());
    }

    std::vector<Bytes> inputs_;
    std::mt19937 random_;
};

}  // namespace

int main(int count, char** values) {
    const auto options = parse(count, values);
    auto inputs = read_all(options.paths);
    const fs::path program = *values;
    const RunningInput running(program.filename().string() + ".input");
    for (const auto& input : inputs) running.run(input);
    const auto files = inputs.size();
    Mutator mutator(std::move(inputs), options.seed);
    std::size_t mutants = 0;
    for (const auto end = std::chrono::steady_clock::now() + options.duration; std::chrono::steady_clock::now() < end;
         ++mutants)
        running.run(mutator.next());
    std::printf("%zu files and %zu mutants, seed %u: no finding\n", files, mutants, options.seed);
    return EXIT_SUCCESS;
}
