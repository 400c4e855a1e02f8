// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace genai::extraction {

// Writes ZIP archives for tests, and with them small Office files.
class ZipFixture {
public:
    ZipFixture& add(std::string name, std::string_view bytes) {
        const auto crc = static_cast<std::uint32_t>(
            ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
        const auto packed = deflated(bytes);
        Entry entry{std::move(name), "", static_cast<std::uint32_t>(body_.size())};
        entry.head = number(20, 2) + number(0, 2) + number(8, 2) + number(0, 4) + number(crc, 4) +
                     number(packed.size(), 4) + number(bytes.size(), 4) + number(entry.name.size(), 2) + number(0, 2);
        body_ += "PK\x03\x04" + entry.head + entry.name + packed;
        entries_.push_back(std::move(entry));
        return *this;
    }

    std::string bytes() const {
        std::string list;
        for (const auto& entry : entries_)
            list += "PK\x01\x02" + number(20, 2) + entry.head + number(0, 2) + number(0, 2) + number(0, 2) +
                    number(0, 4) + number(entry.place, 4) + entry.name;
        return body_ + list + "PK\x05\x06" + number(0, 4) + number(entries_.size(), 2) + number(entries_.size(), 2) +
               number(list.size(), 4) + number(body_.size(), 4) + number(0, 2);
    }

    // An Office file with this main part ("word/document.xml") of this content type; `relationships` are its own, as
    // <Relationship> elements.
    static ZipFixture office(std::string_view main_part, std::string_view type, std::string_view text,
                             std::string_view relationships = "") {
        const std::string part(main_part);
        const auto slash = part.rfind('/');
        ZipFixture zip;
        zip.add("[Content_Types].xml", "<Types><Override PartName=\"/" + part +
                                           "\" ContentType=\"application/vnd."
                                           "openxmlformats-officedocument." +
                                           std::string(type) + ".main+xml\"/></Types>");
        zip.add("_rels/.rels", "<Relationships>" + relationship("r1", "officeDocument", part) + "</Relationships>");
        zip.add(part, text);
        zip.add(part.substr(0, slash) + "/_rels/" + part.substr(slash + 1) + ".rels",
                "<Relationships>" + std::string(relationships) + "</Relationships>");
        return zip;
    }
    static ZipFixture docx(std::string_view body, std::string_view relationships = "") {
        return office("word/document.xml", "wordprocessingml.document",
                      "<w:document><w:body>" + std::string(body) + "</w:body></w:document>", relationships);
    }
    static std::string relationship(std::string_view id, std::string_view type, std::string_view target) {
        return "<Relationship Id=\"" + std::string(id) + "\" Type=\"http://x/" + std::string(type) + "\" Target=\"" +
               std::string(target) + "\"/>";
    }

private:
    struct Entry {
        std::string name;
        std::string head;  // what its two headers share
        std::uint32_t place = 0;
    };

    static std::string number(std::uint64_t value, int bytes) {
        std::string text;
        for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
        return text;
    }
    static std::string deflated(std::string_view bytes) {
        z_stream stream{};
        ::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        std::string packed(::deflateBound(&stream, bytes.size()), '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        ::deflate(&stream, Z_FINISH);
        packed.resize(stream.total_out);
        ::deflateEnd(&stream);
        return packed;
    }

    std::string body_;
    std::vector<Entry> entries_;
};

}  // namespace genai::extraction
