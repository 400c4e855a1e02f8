// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/frame_map.hpp"

#include <utility>

namespace genai::extraction::child {

namespace {

Box to_box(const UserBox& box) {
    return {static_cast<float>(box.x0), static_cast<float>(box.y0), static_cast<float>(box.x1),
            static_cast<float>(box.y1)};
}

}  // namespace

FrameMap::FrameMap(const UserBox& shown, int rotation)
    : shown_(shown), rotation_(((rotation % 4) + 4) % 4), width_(shown.x1 - shown.x0), height_(shown.y1 - shown.y0) {
    if (rotation_ % 2 == 1) std::swap(width_, height_);
}

// On the page as it is shown, y downwards: /Rotate turns it clockwise.
UserBox FrameMap::turned(const UserBox& box) const {
    switch (rotation_) {
        case 1: return {box.y0 - shown_.y0, box.x0 - shown_.x0, box.y1 - shown_.y0, box.x1 - shown_.x0};
        case 2: return {shown_.x1 - box.x1, box.y0 - shown_.y0, shown_.x1 - box.x0, box.y1 - shown_.y0};
        case 3: return {shown_.y1 - box.y1, shown_.x1 - box.x1, shown_.y1 - box.y0, shown_.x1 - box.x0};
        default: return {box.x0 - shown_.x0, shown_.y1 - box.y1, box.x1 - shown_.x0, shown_.y1 - box.y0};
    }
}

Box FrameMap::to_page(const UserBox& box) const { return to_box(turned(box)); }

Box FrameMap::to_reading(const UserBox& box, Turn turn) const {
    // How the baseline lies in user space, which /Rotate has not turned.
    switch ((static_cast<int>(turn == Turn::kSlanted ? Turn::kUpright : turn) + 4 - rotation_) % 4) {
        case 1:  // the text runs down, its lines go from right to left
            return to_box({-box.y1, -box.x1, -box.y0, -box.x0});
        case 2: return to_box({-box.x1, box.y0, -box.x0, box.y1});
        case 3:  // the text runs up, its lines go from left to right
            return to_box({box.y0, box.x0, box.y1, box.x1});
        default: return to_box({box.x0, -box.y1, box.x1, -box.y0});
    }
}

bool FrameMap::is_on_page(const Box& box) const {
    return box.x1 > 0 && box.y1 > 0 && box.x0 < width() && box.y0 < height();
}

}  // namespace genai::extraction::child
