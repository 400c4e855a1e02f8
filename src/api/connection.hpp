// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include "api/http.hpp"
#include "api/piece_body.hpp"
#include "api/settings.hpp"

namespace genai::api {

class Connection;
class JobStream;

// What a connection needs of the server that it belongs to. Called on the thread of the connections.
class ConnectionOwner {
public:
    virtual ~ConnectionOwner() = default;

    // The answer to a request that arrived at `since`; of no interest any more once `gone` says that the client has
    // left. Never throws.
    virtual boost::asio::awaitable<Response> answer(Request request, std::chrono::steady_clock::time_point since,
                                                    std::stop_token gone) = 0;
    // Whether the request's body is taken piece by piece as it arrives.
    virtual bool is_upload(const Request& request) const = 0;
    // Of such a body, before it and for each piece; a refusal ends the connection.
    virtual boost::asio::awaitable<std::optional<Response>> begin_upload(Request& request) = 0;
    virtual boost::asio::awaitable<std::optional<Response>> take_piece(std::shared_ptr<UploadReceiver> upload,
                                                                       std::string piece) = 0;
    // The events of a job that an answer promised; nothing when too many are watched.
    virtual std::shared_ptr<JobStream> watch_job(const std::string& id) = 0;
    // Fills the piece with the bytes of the file from `position` on; false when they cannot be had.
    virtual boost::asio::awaitable<bool> read_file(FilePart part, std::uint64_t position,
                                                   std::shared_ptr<std::string> piece) = 0;
    virtual void record_refusal(const Response& response, const Connection& connection) = 0;
    virtual bool is_stopping() const = 0;
    virtual std::string_view date() = 0;  // for the Date header
    virtual void add(Connection& connection) = 0;
    virtual void remove(Connection& connection) = 0;
};

// One client's connection: reads requests one after the other, whole and within the limits, has the owner answer each,
// and writes the answers in the same order. What is over a limit, too slow or ambiguous gets an error and the
// connection is closed. Lives in serve()'s coroutine and is used on the thread of the connections alone; its header is
// for server.cpp, the one that may see Asio's types.
class Connection {
public:
    Connection(boost::asio::ip::tcp::socket socket, std::string address, const Settings& settings,
               ConnectionOwner& owner);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    boost::asio::awaitable<void> serve();

    // Closes it when no request has begun to arrive.
    void close_if_idle();
    const std::string& address() const { return address_; }

private:
    using Parser = boost::beast::http::request_parser<PieceBody>;
    using Clock = std::chrono::steady_clock;

    // Each returns false when the connection is to be closed.
    boost::asio::awaitable<bool> serve_one();
    boost::asio::awaitable<bool> read_head();
    boost::asio::awaitable<bool> begin_body(Parser& parser, Request& request);
    boost::asio::awaitable<bool> read_body(Parser& parser, Request& request);
    // What the parser has of the body, on to where it goes.
    boost::asio::awaitable<std::optional<Response>> pass_on(Parser& parser, Request& request, std::size_t& passed);
    Clock::time_point body_deadline(const Request& request, Clock::time_point begin, std::size_t received) const;
    boost::asio::awaitable<void> stream(const Response& response, std::string_view id);
    boost::asio::awaitable<bool> agree_to_body(Parser& parser);
    boost::asio::awaitable<bool> write(const Response& response, bool is_kept, bool is_head, std::string_view id);

    boost::asio::awaitable<bool> write_file(const FilePart& part);

    boost::asio::awaitable<std::size_t> read_some();  // 0: nothing more will come
    boost::asio::awaitable<bool> refuse(Response response);
    boost::asio::awaitable<void> linger();

    // Between them, while the request is being answered, what arrives is kept for the next one, and the end of the
    // stream is taken for the client's leaving, as nginx does: who only half-closes cannot be told from it.
    void watch();
    void end_watch();

    // What is read or written from now on has until then. The timer is armed anew only when the deadline comes nearer;
    // when it ends too early it is set again, so that a fast request costs no timer at all.
    void set_deadline(Clock::time_point deadline);
    void arm();

    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer timer_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point armed_ = Clock::time_point::max();
    std::shared_ptr<int> alive_ = std::make_shared<int>();  // owned here; the timer's handler watches it
    boost::beast::flat_buffer buffer_;
    std::string address_;
    const Settings& settings_;
    ConnectionOwner& owner_;
    std::size_t head_bytes_ = 0;  // of the head at the front of the buffer
    bool is_first_ = true;
    bool is_idle_ = true;
    Clock::time_point since_;  // when the request began to arrive
    std::stop_source gone_;    // of the request that is being answered
    std::uint64_t watch_ = 0;  // the one that is under way; the handlers of earlier ones do nothing
};

}  // namespace genai::api
