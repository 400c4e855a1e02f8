// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "api/http.hpp"
#include "platform/log.hpp"
#include "platform/thread_pool.hpp"

namespace genai::api {

// Reads the files that are being sent, piece by piece, on threads of its own: a disk that is slow, or a network's that
// hangs, delays nobody else. Used on the thread of the connections alone; like connection.hpp for server.cpp only.
class FileReads {
public:
    FileReads(boost::asio::io_context& io, std::size_t connections_max, platform::Log& log);

    // Whether one more file may be sent; counts it for as long as anyone holds it.
    bool admit(const FilePart& part);

    // Fills the piece from `position` of the file on. False when that cannot be: the answer ends here.
    boost::asio::awaitable<bool> read(FilePart part, std::uint64_t position, std::shared_ptr<std::string> piece);

private:
    boost::asio::io_context& io_;
    platform::Log& log_;
    std::vector<std::weak_ptr<const originals::Original>> sent_;  // at most kFilesSentMax
    platform::ThreadPool pool_;
};

}  // namespace genai::api
