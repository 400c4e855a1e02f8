// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "extraction/cage.hpp"
#include "extraction/drawing.hpp"
#include "extraction/frame.hpp"
#include "model/page.hpp"

namespace genai::extraction::child {

// The child's side of the protocol (frame.hpp): each function writes one frame to standard output. When nobody listens
// any more they end the process.
void send_hello(const Cage& cage);
void send_opened(std::uint32_t pages);
void send_page(const Page& page);
void send_page_failed(std::uint32_t number, PageFailure failure, std::string_view reason);
void send_image(const PageImage& image);
void send_refused(Refusal refusal, std::uint32_t pages, std::string_view reason);

}  // namespace genai::extraction::child
