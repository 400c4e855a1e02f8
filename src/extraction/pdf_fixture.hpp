// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace genai::extraction {

// Writes small PDFs for tests, object by object, with a right cross-reference table. Pages are US Letter unless their
// dictionary says otherwise, and have the fonts /F1 (Helvetica), /F2 (Helvetica-Bold) and /F3 (Times-Roman).
class PdfFixture {
public:
    PdfFixture();

    // A page that draws `content`; `dictionary` is added to the page's own ("/Rotate 90").
    PdfFixture& page(std::string_view content, std::string_view dictionary = "");
    // A further object, and its number, for what pages refer to. Numbers are given in order from 7.
    int object(std::string_view body);
    int stream(std::string_view content, std::string_view dictionary = "");
    // Replaces /Count and /Kids of the page tree's root.
    PdfFixture& page_tree(std::string entries);

    std::string bytes() const;

    // Content that shows a line of text: "BT /F1 10 Tf x y Td (text) Tj ET".
    static std::string line(double x, double y, std::string_view text, double size = 10, std::string_view font = "F1");

private:
    std::vector<std::string> objects_;  // objects_[0] has the number 1
    std::vector<int> pages_;
    std::string page_tree_;
};

// A folder for one test's files, removed with it.
class TestFolder {
public:
    TestFolder();
    ~TestFolder();
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    std::filesystem::path write(const std::string& name, std::string_view bytes) const;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace genai::extraction
