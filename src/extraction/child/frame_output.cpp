// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/frame_output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include "extraction/frame_drawing.hpp"
#include "extraction/frame_page.hpp"

namespace genai::extraction::child {

namespace {

constexpr int kExitPipe = 4;

void send(FrameType type, std::string_view payload) {
    const auto frame = encode_frame(type, payload);
    std::size_t done = 0;
    while (done < frame.size()) {
        const auto bytes = ::write(STDOUT_FILENO, frame.data() + done, frame.size() - done);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) std::_Exit(kExitPipe);  // nobody listens any more
        done += static_cast<std::size_t>(bytes);
    }
}

}  // namespace

void send_hello(const Cage& cage) {
    PayloadWriter writer;
    writer.u32(kProtocolVersion);
    writer.u32(cage.landlock_abi);
    send(FrameType::kHello, writer.take());
}

void send_opened(std::uint32_t pages) {
    PayloadWriter writer;
    writer.u32(pages);
    send(FrameType::kOpened, writer.take());
}

void send_page(const Page& page) { send(FrameType::kPage, encode_page(page)); }

void send_page_failed(std::uint32_t number, PageFailure failure, std::string_view reason) {
    PayloadWriter writer;
    writer.u32(number);
    writer.u8(static_cast<std::uint8_t>(failure));
    writer.text(reason);
    send(FrameType::kPageFailed, writer.take());
}

void send_image(const PageImage& image) { send(FrameType::kImage, encode_image(image)); }

void send_refused(Refusal refusal, std::uint32_t pages, std::string_view reason) {
    PayloadWriter writer;
    writer.u8(static_cast<std::uint8_t>(refusal));
    writer.u32(pages);
    writer.text(reason);
    send(FrameType::kRefused, writer.take());
}

}  // namespace genai::extraction::child
