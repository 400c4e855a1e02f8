// SPDX-License-Identifier: Apache-2.0
// genai_damage: damages a store's files in so many ways and reads each store that comes of it in a process of its own
// (README.md). Ends with 1 when one crashed, hung, or was believed.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "file_damage.hpp"
#include "platform/temporary_folder.hpp"
#include "store_reading.hpp"

namespace genai::damage {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kSecondsMax = 60;
constexpr int kHungSignal = SIGALRM;
constexpr std::size_t kMoreOneIn = 8;

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Files load(const fs::path& folder) {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = read_file(entry.path());
    return files;
}

void store(const Files& files, const fs::path& folder) {
    fs::remove_all(folder);
    for (const auto& [name, bytes] : files) {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
}

void save(const Reading& reading, const fs::path& path) {
    std::ofstream file(path, std::ios::binary);
    for (const auto& [name, given] : reading)
        file << name << '\0' << (given.is_error ? '!' : '=') << given.text << '\0';
}

Reading parse(const std::string& bytes) {
    Reading reading;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::string name = bytes.c_str() + at;
        at += name.size() + 1;
        const std::string text = bytes.c_str() + at;
        at += text.size() + 1;
        reading[name] = {text.front() == '!', text.substr(1)};
    }
    return reading;
}

struct Options {
    fs::path store;
    std::optional<fs::path> earlier;
    std::vector<std::string> questions;
    std::uint64_t seed = 1;
    std::size_t first = 0;
    std::size_t cases = 150;
    vectors::IndexType index = vectors::IndexType::kFlat;
    std::optional<fs::path> keep;  // of the first case: write it here and do no more
    bool is_verbose = false;
};

enum class Verdict { kHarmless, kDetected, kEarlier, kWrong, kCrashed, kHung };
constexpr std::array kVerdicts{"the same answers", "detected", "an earlier commit", "WRONG", "CRASHED", "HUNG"};

class Run {
public:
    explicit Run(const Options& options) : options_(options), files_(load(options.store)) {
        files_.erase(kSharedMemory);  // whoever opens the store first makes it anew
        if (options.earlier) earlier_ = load(*options.earlier);
        store(files_, work());
        asked_ = what_to_ask(work(), options.questions);
        if (options.index != vectors::IndexType::kFlat) {
            prepare_index();
            return;
        }
        store(files_, work());
        states_.push_back(read_here(Also::kWrite).value());
        const std::string log = files_[kLog];
        if (log.empty()) files_.erase(kLog);
        for (const std::size_t end : commit_ends(log)) add_state(log.substr(0, end));
        if (!log.empty()) add_state("");
    }

    bool run() {
        for (std::size_t i = options_.first; i < options_.first + options_.cases; ++i) try_case(i);
        for (std::size_t i = 0; i < kVerdicts.size(); ++i) std::cout << kVerdicts[i] << ": " << counts_[i] << "\n";
        std::cout << "seen by some and not by reconcile: " << blind_ << "\n";
        if (options_.is_verbose)
            for (const auto& [message, count] : messages_) std::cout << count << " x " << message << "\n";
        return counts_[3] + counts_[4] + counts_[5] == 0;
    }

    void keep() {
        Files files = files_;
        Random random = random_of(options_.first);
        const Damage damage = damage_one(files, earlier_, random);
        files.insert(rest_.begin(), rest_.end());
        store(files, *options_.keep);
        std::cout << damage.file << ": " << damage.what << "\n";
    }

private:
    fs::path work() const { return folder_.path() / "store"; }
    Random random_of(std::size_t number) const { return Random(options_.seed * 1'000'003 + number); }

    // Only the index's files are damaged. Answers are those of the index, or of a search that compares every row.
    void prepare_index() {
        asked_.pages.clear();  // an index has no part in them
        rest_ = files_;
        store(rest_, work());
        ensure(read_here(Also::kBuildIndex).has_value(), "an index is built and kept");
        files_ = load(work());
        std::erase_if(files_, [](const auto& file) { return file.first.starts_with("data/"); });
        ensure(!files_.empty(), "an index was kept");
        Files all = rest_;
        all.insert(files_.begin(), files_.end());
        store(all, work());
        states_.push_back(read_here(Also::kNothing).value());
        store(rest_, work());
        states_.push_back(read_here(Also::kNothing).value());
    }

    // What a new process reads; its signal when it dies.
    tl::expected<Reading, int> read_here(Also also) {
        const fs::path result = folder_.path() / "reading";
        const pid_t child = fork();
        ensure(child >= 0, "a process can be started");
        if (child == 0) {
            alarm(kSecondsMax);
            save(read_store(work(), asked_, options_.index, also), result);
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (WIFSIGNALED(status)) return tl::unexpected(WTERMSIG(status));
        if (WEXITSTATUS(status) != 0) return tl::unexpected(-WEXITSTATUS(status));
        return parse(read_file(result));
    }

    void add_state(const std::string& log) {
        Files files = files_;
        files[kLog] = log;
        store(files, work());
        auto reading = read_here(Also::kWrite);
        ensure(reading.has_value(), "an undamaged store is read");
        states_.push_back(std::move(*reading));
    }

    // What contradicts the state: a value that is another, where no error was given. The first one.
    static std::string contradiction(const Reading& reading, const Reading& state) {
        for (const auto& [name, given] : reading) {
            if (given.is_error) continue;
            const auto right = state.find(name);
            if (right == state.end()) return name + " was not to be had";
            if (right->second.is_error != given.is_error || right->second.text != given.text)
                return fmt::format("{}\n  gave {:.600}\n  for  {:.600}", name, given.text, right->second.text);
        }
        return {};
    }

    Verdict judge(const Reading& reading, std::string& why) const {
        why = contradiction(reading, states_.front());
        const bool has_error =
            std::any_of(reading.begin(), reading.end(), [](const auto& one) { return one.second.is_error; });
        if (why.empty()) return has_error ? Verdict::kDetected : Verdict::kHarmless;
        for (std::size_t i = 1; i < states_.size(); ++i)
            if (contradiction(reading, states_[i]).empty())
                return options_.index == vectors::IndexType::kFlat ? Verdict::kEarlier : Verdict::kDetected;
        return Verdict::kWrong;
    }

    void note_messages(const Reading& reading) {
        bool is_seen = false;
        for (const auto& [name, given] : reading) {
            if (!given.is_error) continue;
            is_seen |= !name.starts_with("reconcile") && !name.starts_with("later") && !name.starts_with("write");
            std::string message = given.text;
            for (char& c : message)
                if (c >= '0' && c <= '9') c = '#';
            ++messages_[message];
        }
        const auto reconcile = reading.find("reconcile");
        if (is_seen && reconcile != reading.end() && !reconcile->second.is_error) ++blind_;
    }

    Also more() const { return options_.index == vectors::IndexType::kFlat ? Also::kWrite : Also::kBuildIndex; }

    void try_case(std::size_t number) {
        Files files = files_;
        Random random = random_of(number);
        const Damage damage = damage_one(files, earlier_, random);
        files.insert(rest_.begin(), rest_.end());
        store(files, work());
        const auto reading = read_here(number % kMoreOneIn == 0 ? more() : Also::kNothing);
        std::string why;
        Verdict verdict = Verdict::kCrashed;
        if (reading) {
            verdict = judge(*reading, why);
            note_messages(*reading);
        } else {
            verdict = reading.error() == kHungSignal ? Verdict::kHung : Verdict::kCrashed;
            why = fmt::format("signal or exit code {}", reading.error());
        }
        ++counts_[static_cast<std::size_t>(verdict)];
        if (verdict >= Verdict::kWrong)
            std::cout << fmt::format("case {} (seed {}), {}: {}\n{}: {}\n", number, options_.seed, damage.file,
                                     damage.what, kVerdicts[static_cast<std::size_t>(verdict)], why)
                      << std::flush;
    }

    const Options& options_;
    platform::TemporaryFolder folder_;
    Files files_;    // that are damaged
    Files rest_;     // that are not
    Files earlier_;  // the same store some commits before
    Asked asked_;
    std::vector<Reading> states_;  // the newest first: what the store gives undamaged, and after each of its commits
    std::array<std::size_t, kVerdicts.size()> counts_{};
    std::size_t blind_ = 0;
    std::map<std::string, std::size_t> messages_;
};

}  // namespace
}  // namespace genai::damage

int main(int argc, char** argv) {
    using genai::vectors::IndexType;
    genai::damage::Options options;
    CLI::App program("Damages a store's files and reads what comes of it");
    program.add_option("store", options.store, "A folder with data/genai.sqlite")->required();
    program.add_option("--earlier", options.earlier, "The same store some commits before");
    program.add_option("--question", options.questions, "Something to ask it; may be repeated");
    program.add_option("--seed", options.seed);
    program.add_option("--first", options.first, "Number of the first case");
    program.add_option("--cases", options.cases, "How many");
    program.add_option("--index", options.index, "Damage the vectors' index of this type rather than the store")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, IndexType>{{"ivf", IndexType::kIvf}, {"hnsw", IndexType::kHnsw}}));
    program.add_option("--keep", options.keep, "Write the first case into this folder, and do no more");
    program.add_flag("--verbose", options.is_verbose, "Print the errors, too");
    CLI11_PARSE(program, argc, argv);
    genai::damage::Run run(options);
    if (options.keep) {
        run.keep();
        return 0;
    }
    return run.run() ? 0 : 1;
}
