// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "extraction/child/glyph.hpp"

namespace genai::extraction::child {

// A rectangle in user space: the origin is at the bottom left, y grows upwards.
struct UserBox {
    double x0 = 0;
    double y0 = 0;
    double x1 = 0;
    double y1 = 0;
};

// Takes positions from user space to the page's frame and to the reading frames (glyph.hpp). A value.
class FrameMap {
public:
    // The part of user space that is shown, and /Rotate in quarter turns clockwise.
    FrameMap(const UserBox& shown, int rotation);

    int rotation() const { return rotation_; }
    float width() const { return static_cast<float>(width_); }
    float height() const { return static_cast<float>(height_); }

    Box to_page(const UserBox& box) const;
    Box to_reading(const UserBox& box, Turn turn) const;
    // True when some of the box is on the page; false for boxes that are no numbers.
    bool is_on_page(const Box& box) const;

private:
    UserBox turned(const UserBox& box) const;

    UserBox shown_;
    int rotation_;
    double width_;  // as shown
    double height_;
};

}  // namespace genai::extraction::child
