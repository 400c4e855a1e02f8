// SPDX-License-Identifier: Apache-2.0
#include "app/page_images.hpp"

#include <utility>

namespace genai::app {

Result<std::string> PageImages::draw(const Document& document, std::uint32_t page, const extraction::Drawing& drawing,
                                     const Limits& limits) {
    const auto name = extraction::image_name(document.id, page, drawing, renderer_.fingerprint());
    if (const Png known = find(name)) return *known;
    auto original = originals_.open(document, limits);
    if (!original) return propagate(original);
    auto image = renderer_.render(original->descriptor(), page, drawing, limits);
    if (!image) return propagate(image);
    if (!original->is_unchanged())
        return fail(ErrorKind::kConflict, document.display_name() + " was changed while its page was drawn");
    keep(name, image->png);
    return std::move(image->png);
}

PageImages::Png PageImages::find(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->png;
}

void PageImages::keep(const std::string& name, const std::string& png) {
    if (png.size() > kImageBytesMax) return;
    auto copy = std::make_shared<const std::string>(png);
    const std::lock_guard lock(mutex_);
    if (by_name_.contains(name)) return;  // drawn by two at once
    kept_.push_front({name, std::move(copy)});
    by_name_[name] = kept_.begin();
    for (bytes_ += png.size(); bytes_ > kBytesMax; kept_.pop_back()) {
        bytes_ -= kept_.back().png->size();
        by_name_.erase(kept_.back().name);
    }
}

}  // namespace genai::app
