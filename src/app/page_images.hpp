// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "extraction/page_renderer.hpp"
#include "model/document.hpp"
#include "originals/originals.hpp"

namespace genai::app {

// Images of documents' pages: drawn from the document's own bytes, and the latest of them kept, kBytesMax in all. Safe
// to use from several threads; each drawing is a process of its own, so whoever calls bounds how many there are at a
// time.
class PageImages {
public:
    PageImages(originals::Originals& originals, extraction::PageRenderer& renderer)
        : originals_(originals), renderer_(renderer) {}

    // A PNG file. Errors are those of Originals::open() and of the renderer.
    Result<std::string> draw(const Document& document, std::uint32_t page, const extraction::Drawing& drawing,
                             const Limits& limits);

    static constexpr std::size_t kBytesMax = std::size_t{16} << 20;
    // A larger image is not kept: it would push out many others.
    static constexpr std::size_t kImageBytesMax = kBytesMax / 8;

private:
    using Png = std::shared_ptr<const std::string>;  // of the cache and of those who copy it out
    struct Kept {
        std::string name;
        Png png;
    };

    Png find(const std::string& name);
    void keep(const std::string& name, const std::string& png);

    originals::Originals& originals_;
    extraction::PageRenderer& renderer_;
    std::mutex mutex_;
    std::list<Kept> kept_;  // what was asked for last stands first
    std::unordered_map<std::string, std::list<Kept>::iterator> by_name_;
    std::size_t bytes_ = 0;
};

}  // namespace genai::app
