// SPDX-License-Identifier: Apache-2.0
#include "api/multipart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "api/limits.hpp"

namespace genai::api {
namespace {

using testing::HasSubstr;

// Writes down what it is told: "name|file name|bytes;"
class Notes final : public MultipartSink {
public:
    std::optional<Response> begin_part(PartHead head) override {
        text += head.field + "|" + head.file_name.value_or("-") + "|";
        return std::nullopt;
    }
    std::optional<Response> take(std::string_view bytes) override {
        if (bytes == "stop") return to_detail(507, "no room");
        text += bytes;
        return std::nullopt;
    }
    std::optional<Response> end_part() override {
        text += ";";
        return std::nullopt;
    }
    std::string text;
};

std::string read(std::string_view body, std::size_t piece, std::string_view boundary = "b") {
    Notes notes;
    MultipartReader reader(boundary, notes);
    for (std::size_t at = 0; at < body.size(); at += piece)
        if (auto refused = reader.put(body.substr(at, piece))) return std::to_string(refused->status) + refused->detail;
    if (auto refused = reader.end()) return std::to_string(refused->status) + refused->detail;
    return notes.text;
}

std::string part(const std::string& disposition, const std::string& data) {
    return "--b\r\nContent-Disposition: " + disposition + "\r\nContent-Type: application/pdf\r\n\r\n" + data + "\r\n";
}

const std::string kFile = "form-data; name=\"files\"; filename=\"a.pdf\"";

TEST(Multipart, ReadsPartsHoweverTheyAreCut) {
    const std::string body = part(kFile, "%PDF \r\n--c\r\n-\r\n--") + part("form-data; name=\"password\"", "") +
                             part("form-data; name=x; filename=b.pdf", "\r\n\r\n--") + "--b--\r\nepilogue";
    const std::string expected = "files|a.pdf|%PDF \r\n--c\r\n-\r\n--;password|-|;x|b.pdf|\r\n\r\n--;";
    for (std::size_t piece = 1; piece <= body.size(); ++piece) EXPECT_EQ(read(body, piece), expected) << piece;
    EXPECT_EQ(read("\r\n" + body, 7), expected);
    EXPECT_EQ(read("This is a form.\r\n" + body, 7), expected);
}

TEST(Multipart, TakesBlanksBehindADelimiter) {
    EXPECT_EQ(read("--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--", 1), "a|-|1;");
}

TEST(Multipart, RefusesWhatIsNoForm) {
    const std::string sound = part(kFile, "x");
    for (const std::string& body : {
             std::string(),
             std::string("{\"a\": 1}"),
             std::string("--b"),
             std::string("--bb\r\n"),
             sound,
             sound + "--b",
             sound + "--b-",
             sound + "--b-x",
             sound + "--b\r\n",
             sound + "--bX--",
             std::string("--b\r\n\r\nno head\r\n--b--"),
             std::string("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b"
                         "\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nContent-Disposition: form-data; name=a\n\r\n\r\nx\r\n--b--"),
             std::string("--b\r\nnothing\r\n\r\nx\r\n--b--"),
         }) {
        const std::string outcome = read(body, 3);
        EXPECT_THAT(outcome, testing::StartsWith("400")) << body;
        EXPECT_EQ(read(body, 10'000), outcome) << body;
    }
}

TEST(Multipart, BoundsWhatItKeeps) {
    EXPECT_THAT(read(std::string(5000, 'x'), 100), HasSubstr("where the first part should begin"));
    EXPECT_THAT(read("--b\r\nX: " + std::string(kPartHeadBytesMax, 'x'), 100), HasSubstr("too large"));
    std::string headers;
    for (std::size_t i = 0; i <= kPartHeadersMax; ++i) headers += "X: y\r\n";
    EXPECT_THAT(read("--b\r\n" + headers + "\r\n", 100), HasSubstr("too many headers"));
    EXPECT_THAT(read("--b" + std::string(100, ' '), 1), HasSubstr("too many blanks"));
    std::string parts;
    for (std::size_t i = 0; i <= kPartsMax; ++i) parts += part(kFile, "");
    EXPECT_THAT(read(parts, 1000), testing::StartsWith("413"));
}

TEST(Multipart, StopsWhenItsSinkRefuses) { EXPECT_EQ(read(part(kFile, "stop") + "--b--", 10'000), "507no room"); }

TEST(Multipart, ReadsFileNamesAsClientsWriteThem) {
    const auto name_of = [](std::string_view disposition) {
        const auto head = parse_disposition(disposition);
        return head ? head->file_name.value_or("-") : "none";
    };
    EXPECT_EQ(name_of(" form-data; name=\"f\"; filename=\"a \\\"b\\\" \\\\ c.pdf\""), "a \"b\" \\ c.pdf");
    EXPECT_EQ(name_of("form-data;name=f;filename=\"C:\\Users\\me\\a.pdf\""), "C:\\Users\\me\\a.pdf");
    EXPECT_EQ(name_of("FORM-DATA; NAME=f; FileName=\"\xC3\xA9.pdf\""), "\xC3\xA9.pdf");
    EXPECT_EQ(name_of("form-data; name=f; filename=\"e.pdf\"; filename*=UTF-8''%C3%A9.pdf"), "\xC3\xA9.pdf");
    EXPECT_EQ(name_of("form-data; name=f; filename*=latin1''%E9.pdf"), "-");
    EXPECT_EQ(name_of("form-data; name=f; filename=\"\""), "");
    EXPECT_EQ(name_of("form-data; name=f"), "-");
    EXPECT_EQ(name_of("form-data; name=f; filename=a b"), "none");
    EXPECT_EQ(name_of("form-data; name=f; filename=a; filename=b"), "none");
}

TEST(Multipart, FindsTheBoundaryOfAContentType) {
    const auto boundary_of = [](std::string_view type) {
        const auto boundary = parse_boundary(type);
        return boundary ? *boundary : std::to_string(boundary.error().status);
    };
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(boundary_of("Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b:c\""), "a b:c");
    EXPECT_EQ(boundary_of("application/json"), "415");
    EXPECT_EQ(boundary_of(""), "415");
    EXPECT_EQ(boundary_of("multipart/mixed; boundary=abc"), "415");
    EXPECT_EQ(boundary_of("multipart/form-data"), "400");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary="), "400");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=\"a \""), "400");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=a; boundary=b"), "400");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=" + std::string(71, 'a')), "400");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=\"a\r\nb\""), "400");
}

}  // namespace
}  // namespace genai::api
