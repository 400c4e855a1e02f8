// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/office/xml_events.hpp"

#include <expat.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <string>

namespace genai::extraction::child {

namespace {

std::string_view local(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

struct Parse {
    XML_Parser parser;
    XmlHandler& handler;
    std::size_t depth = 0;
    const char* refusal = nullptr;

    void stop(const char* why) {
        if (refusal == nullptr) refusal = why;
        ::XML_StopParser(parser, XML_FALSE);
    }
};

void on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
    auto& parse = *static_cast<Parse*>(user);
    if (parse.handler.is_done()) return parse.stop(nullptr);
    if (++parse.depth > kXmlDepthMax) return parse.stop("it nests too deep");
    parse.handler.on_start(local(name), XmlAttributes(attributes));
}

void on_end(void* user, const XML_Char* name) {
    auto& parse = *static_cast<Parse*>(user);
    if (parse.depth > 0) --parse.depth;
    parse.handler.on_end(local(name));
}

void on_text(void* user, const XML_Char* text, int length) {
    static_cast<Parse*>(user)->handler.on_text({text, static_cast<std::size_t>(length)});
}

void on_document_type(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Parse*>(user)->stop("it has a document type");
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
    std::string_view found;
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        if (name == pair[0]) return pair[1];
        if (local(pair[0]) == name) found = pair[1];
    }
    return found;
}

std::string_view XmlAttributes::get_prefixed(std::string_view name) const {
    for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
        const std::string_view whole(pair[0]);
        if (whole.size() > name.size() && local(whole) == name) return pair[1];
    }
    return {};
}

Result<void> parse_xml(std::string_view xml, XmlHandler& handler) {
    if (xml.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return fail(ErrorKind::kTooLarge, "its XML has more than 2 GiB");
    const std::unique_ptr<XML_ParserStruct, decltype(&::XML_ParserFree)> parser(::XML_ParserCreate(nullptr),
                                                                                &::XML_ParserFree);
    if (!parser) throw std::bad_alloc();
    Parse parse{parser.get(), handler};
    ::XML_SetUserData(parser.get(), &parse);
    ::XML_SetElementHandler(parser.get(), &on_start, &on_end);
    ::XML_SetCharacterDataHandler(parser.get(), &on_text);
    ::XML_SetStartDoctypeDeclHandler(parser.get(), &on_document_type);
    // Fixed: a hash table's secret needs no random numbers for one file in a process of its own.
    ::XML_SetHashSalt(parser.get(), 0x9E3779B9UL);
    const auto status = ::XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE);
    if (status == XML_STATUS_ERROR && ::XML_GetErrorCode(parser.get()) == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
    if (parse.refusal != nullptr)
        return fail(ErrorKind::kInvalidInput, "its XML is refused: " + std::string(parse.refusal));
    if (status == XML_STATUS_ERROR && ::XML_GetErrorCode(parser.get()) != XML_ERROR_ABORTED) {
        return fail(ErrorKind::kInvalidInput,
                    "its XML is damaged: " + std::string(::XML_ErrorString(::XML_GetErrorCode(parser.get()))));
    }
    return {};
}

bool is_on(std::string_view value) { return value != "0" && value != "false" && value != "off" && value != "none"; }

}  // namespace genai::extraction::child
