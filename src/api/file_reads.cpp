// SPDX-License-Identifier: Apache-2.0
#include "api/file_reads.hpp"

#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/limits.hpp"

namespace genai::api {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kThreads = 2;

// One piece on its way; shared by the coroutine that waits for it and the task that reads it.
struct Reading {
    explicit Reading(asio::io_context& io) : done(io, asio::steady_timer::time_point::max()) {}
    asio::steady_timer done;  // its cancellation wakes the coroutine
    std::optional<Result<void>> outcome;
};

}  // namespace

FileReads::FileReads(asio::io_context& io, std::size_t connections_max, platform::Log& log)
    : io_(io), log_(log), pool_({.name = "files", .threads = kThreads, .queue_max = connections_max}) {}

bool FileReads::admit(const FilePart& part) {
    std::erase_if(sent_, [](const auto& file) { return file.expired(); });
    if (sent_.size() >= kFilesSentMax) return false;
    sent_.push_back(part.file);
    return true;
}

asio::awaitable<bool> FileReads::read(FilePart part, std::uint64_t position, std::shared_ptr<std::string> piece) {
    auto reading = std::make_shared<Reading>(io_);
    auto submitted = pool_.submit([this, part, position, piece, reading] {
        reading->outcome = part.file->read(position, *piece);
        asio::post(io_, [reading] { reading->done.cancel(); });
    });
    if (!submitted) co_return false;
    co_await reading->done.async_wait(asio::as_tuple(asio::use_awaitable));
    if (*reading->outcome) co_return true;
    log_.warning("a file was not sent to its end", {{"why", reading->outcome->error().message}});
    co_return false;
}

}  // namespace genai::api
