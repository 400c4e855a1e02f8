// SPDX-License-Identifier: Apache-2.0
#include "api/connection.hpp"

#include <algorithm>
#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "api/authority.hpp"
#include "api/framing.hpp"
#include "api/job_streams.hpp"
#include "api/limits.hpp"
#include "base/ulid.hpp"

namespace genai::api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadBytes = 16 << 10;
constexpr std::size_t kLingerBytesMax = 4 << 20;
constexpr std::chrono::seconds kLinger{2};

std::string_view view(const beast::flat_buffer& buffer) {
    auto bytes = buffer.data();
    return {static_cast<const char*>(bytes.data()), bytes.size()};
}

// How many bytes the head has with its empty line; nothing while it is not whole. A line that ends without CR ends the
// head too: check_head() refuses it, and nobody waits for more.
std::optional<std::size_t> head_size(std::string_view bytes) {
    for (auto line = bytes.find('\n'); line != bytes.npos; line = bytes.find('\n', line + 1)) {
        if (line == 0 || bytes[line - 1] != '\r') return line + 1;
        if (bytes.substr(0, line + 1).ends_with("\r\n\r\n")) return line + 1;
    }
    return std::nullopt;
}

// An X-Request-ID that can be logged and sent back as it is.
bool is_request_id(std::string_view id) {
    auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._:/+=@-").find(c) != std::string_view::npos;
    };
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), is_allowed);
}

// What the head says; a refusal when its target is none that is served.
tl::expected<Request, Response> to_request(const http::request<PieceBody>& message) {
    Request request;
    request.method = message.method_string();
    std::string_view raw_target(message.target().data(), message.target().size());
    auto target = parse_target(raw_target);
    if (!target) return tl::unexpected(to_detail(400, "the target is not a path"));
    if (target->authority && !host_of_authority(*target->authority)) {
        return tl::unexpected(to_detail(400, "the URL's host is not a host with or without a port"));
    }
    auto parameters = Parameters::parse(target->query);
    if (!parameters) {
        return tl::unexpected(
            to_detail(400, "the URL's query has more than " + std::to_string(kParametersMax) + " parameters"));
    }
    request.path = target->path;
    request.raw_query = target->query;
    request.query = std::move(*parameters);
    if (target->authority) request.target_authority = *target->authority;
    for (const auto& field : message) {
        request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    std::string_view id = request.header("x-request-id");
    request.id = is_request_id(id) ? std::string(id) : make_ulid();
    return request;
}

Response to_refusal(const boost::system::error_code& error) {
    if (error == http::error::header_limit) return to_detail(431, "the headers are too large");
    if (error == http::error::bad_version) return to_detail(505, "the version is not HTTP/1.1");
    return to_detail(400, "the request is not valid HTTP: " + error.message());
}

template <class Rate>
std::chrono::steady_clock::duration time_for(std::size_t bytes, Rate bytes_per_second) {
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(static_cast<double>(bytes) / bytes_per_second));
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::string address, const Settings& settings,
                       ConnectionOwner& owner)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      buffer_(kHeadBytesMax + kReadBytes),
      address_(std::move(address)),
      settings_(settings),
      owner_(owner) {
    owner_.add(*this);
}

Connection::~Connection() { owner_.remove(*this); }

void Connection::close_if_idle() {
    boost::system::error_code ignored;
    if (is_idle_) socket_.close(ignored);
}

void Connection::set_deadline(Clock::time_point deadline) {
    deadline_ = deadline;
    if (deadline_ < armed_) arm();
}

void Connection::arm() {
    armed_ = deadline_;
    timer_.expires_at(armed_);
    timer_.async_wait([this, watch = std::weak_ptr<int>(alive_)](const boost::system::error_code& error) {
        if (error || watch.expired()) return;
        armed_ = Clock::time_point::max();
        if (Clock::now() < deadline_) {
            if (deadline_ != Clock::time_point::max()) arm();
            return;
        }
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    });
}

asio::awaitable<void> Connection::serve() {
    bool is_open = true;
    while (is_open) is_open = co_await serve_one();
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

asio::awaitable<bool> Connection::serve_one() {
    bool has_head = co_await read_head();
    if (!has_head) co_return false;
    auto head = view(buffer_).substr(0, head_bytes_);
    auto unsound = check_head(head);
    if (unsound) co_return co_await refuse(std::move(*unsound));

    Parser parser;
    parser.eager(false);
    parser.header_limit(kHeadBytesMax);
    parser.body_limit(boost::none);  // read_body() has the limits
    boost::system::error_code error;
    parser.put(asio::buffer(head.data(), head.size()), error);
    if (!error && !parser.is_header_done()) error = http::error::partial_message;
    if (error) co_return co_await refuse(to_refusal(error));
    buffer_.consume(head_bytes_);
    auto request = to_request(parser.get());
    if (!request) co_return co_await refuse(std::move(request.error()));
    request->client = address_;
    bool is_whole = co_await read_body(parser, *request);
    if (!is_whole) co_return false;

    bool is_kept = parser.keep_alive();
    bool is_head = request->method == "HEAD";
    std::string id = request->id;
    set_deadline(Clock::time_point::max());  // the owner's affair
    gone_ = std::stop_source();
    watch();
    Response response = co_await owner_.answer(std::move(*request), since_, gone_.get_token());
    end_watch();
    if (gone_.stop_requested()) co_return false;
    if (!response.events_of_job.empty() && !is_head) {
        co_await stream(response, id);
        co_return false;
    }
    is_kept = is_kept && !owner_.is_stopping();
    bool is_written = co_await write(response, is_kept, is_head, id);
    co_return is_written&& is_kept;
}

asio::awaitable<bool> Connection::read_head() {
    // A new connection must speak as fast as one that has begun to.
    since_ = Clock::now();
    is_idle_ = buffer_.size() == 0;  // else the next request is in the pipeline
    bool must_hurry = is_first_ || !is_idle_;
    set_deadline(since_ + (must_hurry ? settings_.header_timeout : settings_.keep_alive_timeout));
    while (true) {
        while (view(buffer_).starts_with("\r\n")) buffer_.consume(2);  // RFC 9112 2.2: empty lines before a request
        if (auto bytes = head_size(view(buffer_))) {
            head_bytes_ = *bytes;
            is_first_ = false;
            co_return true;
        }
        if (buffer_.size() > kHeadBytesMax) {
            bool is_first_line = view(buffer_).find('\n') == std::string_view::npos;
            Response refusal = to_detail(431, "the headers are larger than 32 KiB");
            if (is_first_line) refusal = to_detail(414, "the URL is longer than 8 KiB");
            co_return co_await refuse(std::move(refusal));
        }
        std::size_t got = co_await read_some();
        if (got == 0) {
            if (Clock::now() < deadline_ || buffer_.size() == 0) co_return false;
            co_return co_await refuse(to_detail(408, "the headers did not arrive in time"));
        }
        if (is_idle_) {
            is_idle_ = false;
            since_ = Clock::now();
            set_deadline(since_ + settings_.header_timeout);
        }
    }
}

// Sends "100 Continue" to a client that waits for it before it sends the body.
asio::awaitable<bool> Connection::agree_to_body(Parser& parser) {
    auto expectation = parser.get()[http::field::expect];
    if (expectation.empty()) co_return true;
    if (!beast::iequals(expectation, "100-continue")) {
        co_return co_await refuse(to_detail(417, "the only expectation that is met is 100-continue"));
    }
    if (buffer_.size() > 0) co_return true;
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    set_deadline(Clock::now() + kAnswerGrace);
    auto [error, written] = co_await asio::async_write(socket_, asio::buffer(kContinue), kNoThrow);
    co_return !error;
}

namespace {

Response too_large(const char* setting) { return to_detail(413, std::string("the body is larger than ") + setting); }

constexpr const char* kUploadLimit = "UPLOAD_BYTES_MAX";
constexpr const char* kRequestLimit = "REQUEST_BYTES_MAX";

}  // namespace

Connection::Clock::time_point Connection::body_deadline(const Request& request, Clock::time_point begin,
                                                        std::size_t received) const {
    auto by_rate = begin + kBodyGrace + time_for(received, kBodyBytesPerSecond);
    if (!request.upload) return std::min(by_rate, since_ + settings_.request_timeout);
    return std::min({by_rate, since_ + settings_.upload_timeout, Clock::now() + kUploadStall});
}

asio::awaitable<std::optional<Response>> Connection::pass_on(Parser& parser, Request& request, std::size_t& passed) {
    std::string& bytes = parser.get().body();
    if (passed + bytes.size() > (request.upload ? settings_.upload_bytes_max : settings_.request_bytes_max))
        co_return too_large(request.upload ? kUploadLimit : kRequestLimit);
    if (!request.upload) {
        if (parser.is_done()) request.body = std::move(bytes);
        co_return std::nullopt;
    }
    if (bytes.empty() || (bytes.size() < kUploadPieceBytes && !parser.is_done())) co_return std::nullopt;
    passed += bytes.size();
    set_deadline(Clock::time_point::max());  // the disk's affair
    std::string piece;
    piece.swap(bytes);
    auto refused = co_await owner_.take_piece(request.upload, std::move(piece));
    co_return refused;
}

// Whether the body may come at all.
asio::awaitable<bool> Connection::begin_body(Parser& parser, Request& request) {
    const bool is_upload = owner_.is_upload(request);
    auto length = parser.content_length();
    if (length && *length > (is_upload ? settings_.upload_bytes_max : settings_.request_bytes_max))
        co_return co_await refuse(too_large(is_upload ? kUploadLimit : kRequestLimit));
    if (is_upload) {
        set_deadline(Clock::time_point::max());
        auto refused = co_await owner_.begin_upload(request);
        if (refused) co_return co_await refuse(std::move(*refused));
    }
    if (parser.is_done()) co_return true;
    co_return co_await agree_to_body(parser);
}

asio::awaitable<bool> Connection::read_body(Parser& parser, Request& request) {
    bool is_agreed = co_await begin_body(parser, request);
    if (!is_agreed) co_return false;
    if (parser.is_done()) co_return true;
    const auto begin = Clock::now();
    std::size_t received = 0;
    std::size_t passed = 0;
    while (true) {
        boost::system::error_code error;
        while (!parser.is_done() && buffer_.size() > 0) {
            std::size_t used = parser.put(buffer_.data(), error);
            buffer_.consume(used);
            if (error || used == 0) break;
        }
        auto refused = co_await pass_on(parser, request, passed);
        if (refused) co_return co_await refuse(std::move(*refused));
        if (parser.is_done()) co_return true;
        if (error && error != http::error::need_more) co_return co_await refuse(to_refusal(error));
        // A chunk's header, extensions included, has to fit what the buffer holds.
        if (buffer_.size() > kHeadBytesMax) co_return co_await refuse(to_detail(400, "a chunk's header is too long"));
        set_deadline(body_deadline(request, begin, received));
        std::size_t got = co_await read_some();
        if (got == 0) {
            if (Clock::now() < deadline_) co_return false;
            co_return co_await refuse(to_detail(408, "the body did not arrive in time"));
        }
        received += got;
    }
}

asio::awaitable<std::size_t> Connection::read_some() {
    if (Clock::now() >= deadline_) co_return 0;  // the timer may have ended while nothing was being read
    auto space = buffer_.prepare(std::min(kReadBytes, buffer_.max_size() - buffer_.size()));
    auto [error, got] = co_await socket_.async_read_some(space, kNoThrow);
    buffer_.commit(got);
    co_return error ? 0 : got;
}

void Connection::watch() {
    auto on_readable = [this, number = watch_, alive = std::weak_ptr<int>(alive_)](boost::system::error_code error) {
        if (error || alive.expired() || number != watch_) return;
        auto space = buffer_.prepare(std::min(kReadBytes, buffer_.max_size() - buffer_.size()));
        if (space.size() == 0) return;  // a long pipeline: its end is noticed when it has been answered
        buffer_.commit(socket_.read_some(space, error));
        if (!error || error == asio::error::would_block) {
            watch();
        } else {
            gone_.request_stop();
        }
    };
    socket_.async_wait(asio::ip::tcp::socket::wait_read, std::move(on_readable));
}

void Connection::end_watch() {
    ++watch_;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

asio::awaitable<bool> Connection::write(const Response& response, bool is_kept, bool is_head, std::string_view id) {
    std::string head = to_head(response, {.is_kept = is_kept, .date = owner_.date(), .request_id = id});
    std::string_view body = is_head ? std::string_view() : std::string_view(response.body);
    std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(body)};
    set_deadline(Clock::now() + kAnswerGrace + time_for(body.size(), kAnswerBytesPerSecond));
    auto [error, written] = co_await asio::async_write(socket_, parts, kNoThrow);
    if (error || is_head || !response.file) co_return !error;
    co_return co_await write_file(*response.file);
}

// One piece at a time, so that what a connection holds does not grow with the file. An answer that cannot be ended is
// cut off: the client sees that it is short.
asio::awaitable<bool> Connection::write_file(const FilePart& part) {
    const auto begin = Clock::now();
    auto piece = std::make_shared<std::string>();
    for (std::uint64_t sent = 0; sent < part.bytes; sent += piece->size()) {
        piece->resize(std::min<std::uint64_t>(kFilePieceBytes, part.bytes - sent));
        set_deadline(Clock::time_point::max());
        bool is_read = co_await owner_.read_file(part, part.first + sent, piece);
        if (!is_read) co_return false;
        set_deadline(begin + kAnswerGrace + time_for(sent + piece->size(), kAnswerBytesPerSecond));
        auto [error, written] = co_await asio::async_write(socket_, asio::buffer(*piece), kNoThrow);
        if (error) co_return false;
    }
    co_return true;
}

// The events of a job until its end, the server's or the client's.
asio::awaitable<void> Connection::stream(const Response& response, std::string_view id) {
    auto events = owner_.watch_job(response.events_of_job);
    if (!events) {
        Response refusal = to_response(Error{ErrorKind::kOverloaded, "too many jobs are watched; try again later"});
        co_await write(refusal, false, false, id);
        co_return;
    }
    bool is_open = co_await write(response, false, false, id);
    set_deadline(Clock::time_point::max());
    gone_ = std::stop_source();
    watch();
    std::stop_callback on_gone(gone_.get_token(), [&events] { events->leave(); });
    while (is_open) {
        auto text = co_await events->next();
        if (!text) break;
        set_deadline(Clock::now() + kAnswerGrace);
        auto [error, written] = co_await asio::async_write(socket_, asio::buffer(*text), kNoThrow);
        is_open = !error;
        set_deadline(Clock::time_point::max());
    }
    end_watch();
}

asio::awaitable<bool> Connection::refuse(Response response) {
    is_idle_ = false;
    owner_.record_refusal(response, *this);
    std::string id = make_ulid();
    bool is_written = co_await write(response, false, false, id);
    if (is_written) co_await linger();
    co_return false;
}

// Closing while unread bytes wait would reset the connection, and the client might never see the answer.
asio::awaitable<void> Connection::linger() {
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    set_deadline(Clock::now() + kLinger);
    std::array<char, kReadBytes> discarded;
    for (std::size_t total = 0; total < kLingerBytesMax && Clock::now() < deadline_;) {
        auto [error, got] = co_await socket_.async_read_some(asio::buffer(discarded), kNoThrow);
        if (error) break;
        total += got;
    }
}

}  // namespace genai::api
