// SPDX-License-Identifier: Apache-2.0
#include "extraction/pdf_fixture.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace genai::extraction {

namespace {

constexpr int kCatalog = 1;
constexpr int kPageTree = 2;
constexpr int kResources = 3;

std::string font(std::string_view name) {
    return "<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/" + std::string(name) + ">>";
}

std::string reference(int number) { return std::to_string(number) + " 0 R"; }

}  // namespace

PdfFixture::PdfFixture() {
    objects_.push_back("<</Type/Catalog/Pages " + reference(kPageTree) + ">>");
    objects_.emplace_back();  // the page tree, once the pages are known
    objects_.emplace_back("<</Font<</F1 4 0 R/F2 5 0 R/F3 6 0 R>>>>");
    objects_.push_back(font("Helvetica"));
    objects_.push_back(font("Helvetica-Bold"));
    objects_.push_back(font("Times-Roman"));
}

int PdfFixture::object(std::string_view body) {
    objects_.emplace_back(body);
    return static_cast<int>(objects_.size());
}

int PdfFixture::stream(std::string_view content, std::string_view dictionary) {
    return object("<</Length " + std::to_string(content.size()) + std::string(dictionary) + ">>stream\n" +
                  std::string(content) + "\nendstream");
}

PdfFixture& PdfFixture::page(std::string_view content, std::string_view dictionary) {
    const int contents = stream(content);
    std::string body = "<</Type/Page/Parent " + reference(kPageTree) + "/Contents " + reference(contents);
    if (dictionary.find("/MediaBox") == std::string_view::npos) body += "/MediaBox[0 0 612 792]";
    if (dictionary.find("/Resources") == std::string_view::npos) body += "/Resources " + reference(kResources);
    pages_.push_back(object(body + std::string(dictionary) + ">>"));
    return *this;
}

PdfFixture& PdfFixture::page_tree(std::string entries) {
    page_tree_ = std::move(entries);
    return *this;
}

std::string PdfFixture::bytes() const {
    auto objects = objects_;
    std::string tree = page_tree_;
    if (tree.empty()) {
        tree = "/Count " + std::to_string(pages_.size()) + "/Kids[";
        for (const int page : pages_) tree += reference(page) + " ";
        tree += "]";
    }
    objects[kPageTree - 1] = "<</Type/Pages" + tree + ">>";

    std::string bytes = "%PDF-1.7\n";
    std::ostringstream table;
    table << "xref\n0 " << objects.size() + 1 << "\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        constexpr std::size_t kOffsetDigits = 10;
        const auto offset = std::to_string(bytes.size());
        table << std::string(kOffsetDigits - offset.size(), '0') << offset << " 00000 n \n";
        bytes += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto start = bytes.size();
    return bytes + table.str() + "trailer<</Size " + std::to_string(objects.size() + 1) + "/Root " +
           reference(kCatalog) + ">>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

std::string PdfFixture::line(double x, double y, std::string_view text, double size, std::string_view font_name) {
    std::ostringstream content;
    content << "BT /" << font_name << ' ' << size << " Tf " << x << ' ' << y << " Td (";
    for (const char c : text) {
        if (c == '(' || c == ')' || c == '\\') content << '\\';
        content << c;
    }
    content << ") Tj ET\n";
    return content.str();
}

TestFolder::TestFolder() {
    auto name = (std::filesystem::temp_directory_path() / "genai-extraction-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for a test");
    path_ = name;
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TestFolder::write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
}

TEST(PdfFixture, WritesACrossReferenceThatPointsAtTheObjects) {
    const auto bytes = PdfFixture().page(PdfFixture::line(72, 700, "Hello (there)")).bytes();
    const auto start = std::stoul(bytes.substr(bytes.rfind("startxref") + 10));
    EXPECT_EQ(bytes.substr(start, 4), "xref");
    EXPECT_NE(bytes.find("(Hello \\(there\\)) Tj"), std::string::npos);
}

}  // namespace genai::extraction
