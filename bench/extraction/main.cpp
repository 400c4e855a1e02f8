// SPDX-License-Identifier: Apache-2.0

// genai_extraction_bench CHILD FILE...: reads the files one after the other and prints what that cost: pages per second
// of one core (processor time of the children, layout included), processor time of the parent, and the peak memory of
// both. One run a file shows what a file needs.

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

#include "extraction/caged_extractor.hpp"

namespace {

constexpr double kMicro = 1e-6;
constexpr double kKilobytesPerMegabyte = 1024;

double seconds(const rusage& usage) {
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * kMicro;
}

}  // namespace

int main(int count, char** values) {
    if (count < 3) {
        std::fputs("usage: genai_extraction_bench CHILD FILE...\n", stderr);
        return 2;
    }
    genai::extraction::CagedExtractor extractor(values[1], {});
    std::size_t pages = 0;
    std::size_t characters = 0;
    for (int i = 2; i < count; ++i) {
        const auto result = extractor.extract(std::filesystem::path(values[i]),
                                              [&](const genai::Page& page, std::uint32_t) -> genai::Result<void> {
                                                  ++pages;
                                                  characters += page.boxes.size();
                                                  return {};
                                              },
                                              {});
        if (!result || result->state != genai::DocumentState::kIndexed)
            std::fprintf(stderr, "%s: %s\n", values[i],
                         result ? result->reason.c_str() : result.error().message.c_str());
    }
    rusage children{};
    rusage self{};
    ::getrusage(RUSAGE_CHILDREN, &children);
    ::getrusage(RUSAGE_SELF, &self);
    std::printf("%zu pages, %zu characters: %.0f pages/s/core (child %.2f CPU-s, parent %.2f CPU-s), ", pages,
                characters, static_cast<double>(pages) / seconds(children), seconds(children), seconds(self));
    std::printf("peak memory child %.1f MB, parent %.1f MB\n",
                static_cast<double>(children.ru_maxrss) / kKilobytesPerMegabyte,
                static_cast<double>(self.ru_maxrss) / kKilobytesPerMegabyte);
    return EXIT_SUCCESS;
}
