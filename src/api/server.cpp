// SPDX-License-Identifier: Apache-2.0
#include "api/server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <netinet/tcp.h>
#include <sys/resource.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/address_set.hpp"
#include "api/connection.hpp"
#include "api/file_reads.hpp"
#include "api/host_rule.hpp"
#include "api/job_streams.hpp"
#include "api/limits.hpp"
#include "api/request_log.hpp"
#include "api/router.hpp"
#include "api/uploads.hpp"
#include "api/workers.hpp"

namespace genai::api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kOtherFilesMax = 512;  // descriptors for everything that is no connection
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::chrono::milliseconds kDrainLook{10};

// What a client's connections are counted under: its address; of IPv6 the network of 64 bits that one client has.
std::string client_of(const asio::ip::address& address) {
    if (address.is_v4()) return address.to_string();
    if (address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    auto bytes = address.to_v6().to_bytes();
    if (!address.is_loopback()) std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return asio::ip::make_address_v6(bytes).to_string();
}

// What a client may leave unread, in the kernel's memory: left alone, it grows to 4 MiB for each of them. Connections
// take both from the socket that listens.
void limit_unread(tcp::acceptor& acceptor, boost::system::error_code& error) {
    acceptor.set_option(asio::socket_base::send_buffer_size(kUnreadBytesMax / 2), error);  // the kernel doubles it
    const auto longest = static_cast<unsigned>(std::chrono::milliseconds(kUnreadTimeMax).count());
    if (error || ::setsockopt(acceptor.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &longest, sizeof longest) == 0) {
        return;
    }
    error.assign(errno, boost::system::system_category());
}

// The soft limit of open files is 1,024 on most systems; connections and files need more.
void raise_file_limit(std::size_t connections_max, platform::Log& log) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    rlim_t wanted = connections_max + kOtherFilesMax;
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted) {
        log.warning("CONNECTIONS_MAX is more than this process may open: raise its limit of open files (ulimit -n)",
                    {{"connections_max", connections_max}, {"open_files_max", std::uint64_t{limit.rlim_cur}}});
    }
}

}  // namespace

// Everything runs on the one thread that is in run(), but for the endpoints that workers_ runs in its pools, and
// stop().
class Server::Core final : public ConnectionOwner {
public:
    Core(const Settings& settings, Services& services, platform::Log& log, platform::Metrics& metrics)
        : settings_(settings),
          services_(services),
          log_(log),
          requests_(log, metrics),
          open_(metrics.gauge("genai_http_connections", "Open connections")),
          refused_(metrics.counter("genai_http_refused_total",
                                   "Requests and connections turned away, by the limit that they met",
                                   {{"limit", "connections"}})),
          acceptor_(io_),
          signals_(io_),
          workers_(io_, settings_, services, log, metrics),
          uploads_(io_, services, log, metrics),
          streams_(io_, services, log, metrics),
          files_(io_, settings_.connections_max, log) {}

    Result<void> listen();
    std::uint16_t port() const { return port_; }
    void stop_on_signals();
    End run();
    void stop(Haste haste) {
        asio::post(io_, [this, haste] { begin_stop("stop() was called", haste); });
    }

    asio::awaitable<Response> answer(Request request, std::chrono::steady_clock::time_point since,
                                     std::stop_token gone) override;
    bool is_upload(const Request& request) const override;
    asio::awaitable<std::optional<Response>> begin_upload(Request& request) override { return uploads_.begin(request); }
    asio::awaitable<std::optional<Response>> take_piece(std::shared_ptr<UploadReceiver> upload,
                                                        std::string piece) override {
        return uploads_.put(std::move(upload), std::move(piece));
    }
    std::shared_ptr<JobStream> watch_job(const std::string& id) override { return streams_.open(id); }
    asio::awaitable<bool> read_file(FilePart part, std::uint64_t position,
                                    std::shared_ptr<std::string> piece) override {
        return files_.read(std::move(part), position, std::move(piece));
    }
    void record_refusal(const Response& response, const Connection& connection) override {
        requests_.refused(response, connection.address());
    }
    bool is_stopping() const override { return is_stopping_; }
    std::string_view date() override;
    void add(Connection& connection) override;
    void remove(Connection& connection) override;

private:
    Result<tcp::endpoint> resolve();
    Result<void> check_exposure(const tcp::endpoint& endpoint);
    asio::awaitable<void> accept_all();
    void admit(tcp::socket socket);
    bool has_room(const std::string& client) const;
    void limit_files(Response& response);
    asio::awaitable<void> watch_signals();
    void begin_stop(std::string_view why, Haste haste);
    asio::awaitable<void> drain(std::chrono::milliseconds delay);
    void cut_off();

    const Settings settings_;
    Services& services_;
    platform::Log& log_;
    RequestLog requests_;
    platform::Gauge& open_;
    platform::Counter& refused_;
    AddressSet trusted_;
    HostRule hosts_ = HostRule::for_any_name();
    std::unordered_set<Connection*> connections_;
    std::unordered_map<std::string, std::size_t> per_client_;
    std::uint16_t port_ = 0;
    bool is_stopping_ = false;
    End end_ = End::kDrained;
    std::time_t date_second_ = 0;
    std::string date_;
    // From here on in this order: the pools join before the coroutines that wait for them are destroyed with io_, and
    // these before what they use.
    asio::io_context io_{1};
    tcp::acceptor acceptor_;
    asio::signal_set signals_;
    Workers workers_;
    Uploads uploads_;
    JobStreams streams_;
    FileReads files_;
};

Result<tcp::endpoint> Server::Core::resolve() {
    boost::system::error_code error;
    auto address = asio::ip::make_address(settings_.host, error);
    if (!error) return tcp::endpoint(address, settings_.port);
    tcp::resolver resolver(io_);
    auto found = resolver.resolve(settings_.host, std::to_string(settings_.port), tcp::resolver::passive, error);
    if (error || found.empty()) {
        return fail(ErrorKind::kInvalidInput,
                    "HOST=" + settings_.host + ": no such address on this machine (" + error.message() + ")");
    }
    return found.begin()->endpoint();
}

Result<void> Server::Core::check_exposure(const tcp::endpoint& endpoint) {
    if (endpoint.address().is_loopback()) return {};
    if (settings_.authentication != Authentication::kNone) {
        return fail(ErrorKind::kForbidden,
                    "HOST=" + settings_.host +
                        " can be reached from other machines and there is no key: set AUTH=none to let everyone in who "
                        "reaches the port, or HOST=127.0.0.1");
    }
    log_.warning("AUTH=none: everyone who reaches the port can read and delete the documents",
                 {{"host", settings_.host}});
    return {};
}

Result<void> Server::Core::listen() {
    auto trusted = AddressSet::parse(settings_.trusted_proxies);
    if (!trusted) return fail(trusted.error().kind, "TRUSTED_PROXIES: " + trusted.error().message);
    trusted_ = std::move(*trusted);
    auto endpoint = resolve();
    if (!endpoint) return propagate(endpoint);
    if (auto checked = check_exposure(*endpoint); !checked) return checked;
    if (endpoint->address().is_loopback()) hosts_ = HostRule::for_loopback(settings_);
    raise_file_limit(settings_.connections_max, log_);
    boost::system::error_code error;
    acceptor_.open(endpoint->protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) limit_unread(acceptor_, error);
    if (!error) acceptor_.bind(*endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        return fail(ErrorKind::kUnavailable, "cannot listen on " + settings_.host + ":" +
                                                 std::to_string(settings_.port) + ": " + error.message() +
                                                 "; set HOST or PORT");
    }
    port_ = acceptor_.local_endpoint().port();
    return {};
}

asio::awaitable<void> Server::Core::accept_all() {
    asio::steady_timer pause(io_);
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(kNoThrow);
        if (!error) {
            admit(std::move(socket));
        } else if (error != asio::error::operation_aborted && error != asio::error::connection_aborted) {
            log_.warning("cannot accept a connection", {{"error", error.message()}});
            pause.expires_after(kAcceptPause);
            co_await pause.async_wait(kNoThrow);
        }
    }
}

bool Server::Core::has_room(const std::string& client) const {
    if (connections_.size() >= settings_.connections_max) return false;
    auto held = per_client_.find(client);
    return held == per_client_.end() || held->second < settings_.connections_per_address || trusted_.contains(client);
}

void Server::Core::admit(tcp::socket socket) {
    boost::system::error_code error;
    auto peer = socket.remote_endpoint(error);
    if (error) return;
    std::string client = client_of(peer.address());
    if (!has_room(client)) {
        refused_.add();
        Response refusal = to_response(Error{ErrorKind::kOverloaded, "too many connections; try again later"});
        std::string text = to_head(refusal, {.is_kept = false, .date = date(), .request_id = {}}) + refusal.body;
        socket.non_blocking(true, error);
        socket.write_some(asio::buffer(text), error);
        return;
    }
    socket.set_option(tcp::no_delay(true), error);
    socket.non_blocking(true, error);
    auto serve = [](tcp::socket accepted, std::string address, Core& core) -> asio::awaitable<void> {
        Connection connection(std::move(accepted), std::move(address), core.settings_, core);
        co_await connection.serve();
    };
    asio::co_spawn(io_, serve(std::move(socket), std::move(client), *this), [this](const std::exception_ptr& thrown) {
        if (thrown) log_.error("a connection ended by an exception");
    });
}

void Server::Core::add(Connection& connection) {
    connections_.insert(&connection);
    ++per_client_[connection.address()];
    open_.set(static_cast<double>(connections_.size()));
}

void Server::Core::remove(Connection& connection) {
    connections_.erase(&connection);
    auto held = per_client_.find(connection.address());
    if (held != per_client_.end() && --held->second == 0) per_client_.erase(held);
    open_.set(static_cast<double>(connections_.size()));
}

asio::awaitable<Response> Server::Core::answer(Request request, std::chrono::steady_clock::time_point since,
                                               std::stop_token gone) {
    requests_.began();
    auto foreign = hosts_.check(request);
    auto match = foreign ? Match{nullptr, {}, std::move(*foreign)} : find_route(routes(), request);
    Request logged;  // the request moves to the worker
    logged.id = request.id;
    logged.client = request.client;
    logged.method = request.method;
    logged.path = request.path;
    Response response;
    if (match.route == nullptr) {
        response = std::move(match.refusal);
    } else {
        // What an upload took to arrive had a time of its own.
        auto begin = request.upload ? std::chrono::steady_clock::now() : since;
        auto left = settings_.request_timeout - (std::chrono::steady_clock::now() - begin);
        Call call;
        call.route = match.route;
        call.client = trusted_.contains(request.client) ? std::string() : request.client;
        call.request = std::move(request);
        call.path = std::move(match.path);
        call.deadline = Deadline::after(left);
        call.gone = std::move(gone);
        response = co_await workers_.run(std::move(call));
        limit_files(response);
    }
    requests_.ended(logged, match.route, response, std::chrono::steady_clock::now() - since);
    co_return response;
}

bool Server::Core::is_upload(const Request& request) const {
    if (hosts_.check(request)) return false;
    auto match = find_route(routes(), request);
    return match.route != nullptr && match.route->runs == Runs::kUploadPool;
}

void Server::Core::limit_files(Response& response) {
    if (response.file && !files_.admit(*response.file))
        response = to_response(Error{ErrorKind::kOverloaded, "too many files are being sent; try again later"});
}

std::string_view Server::Core::date() {
    std::time_t now = std::time(nullptr);
    if (now != date_second_) {
        date_second_ = now;
        std::tm parts{};
        ::gmtime_r(&now, &parts);
        std::array<char, 40> text{};
        date_.assign(text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
    }
    return date_;
}

void Server::Core::stop_on_signals() {
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    asio::co_spawn(io_, watch_signals(), asio::detached);
}

asio::awaitable<void> Server::Core::watch_signals() {
    while (true) {
        auto [error, number] = co_await signals_.async_wait(kNoThrow);
        if (error) co_return;
        if (number == SIGTERM) {
            begin_stop("SIGTERM", Haste::kAfterDelay);
        } else {
            begin_stop("SIGINT", Haste::kNoDelay);  // by hand: no load balancer has to notice
        }
    }
}

void Server::Core::begin_stop(std::string_view why, Haste haste) {
    if (is_stopping_) {
        log_.warning("stopping at once", {{"why", why}});
        cut_off();
        return;
    }
    is_stopping_ = true;
    workers_.begin_drain();
    services_.begin_drain();
    streams_.begin_drain();
    log_.info("stopping", {{"why", why}, {"connections", connections_.size()}});
    auto delay = haste == Haste::kNoDelay ? std::chrono::milliseconds(0) : settings_.drain_delay;
    asio::co_spawn(io_, drain(delay), asio::detached);
}

asio::awaitable<void> Server::Core::drain(std::chrono::milliseconds delay) {
    asio::steady_timer timer(io_);
    timer.expires_after(delay);
    co_await timer.async_wait(kNoThrow);
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    auto deadline = Deadline::after(settings_.drain_timeout);
    while (!connections_.empty() && !deadline.is_expired()) {
        auto open = connections_;  // closing may end one at once
        for (Connection* connection : open) connection->close_if_idle();
        timer.expires_after(kDrainLook);
        co_await timer.async_wait(kNoThrow);
    }
    if (connections_.empty()) {
        io_.stop();
    } else {
        log_.warning("requests did not finish in DRAIN_TIMEOUT", {{"connections", connections_.size()}});
        cut_off();
    }
}

void Server::Core::cut_off() {
    end_ = End::kCutOff;
    workers_.stop_all();
    io_.stop();
}

Server::End Server::Core::run() {
    asio::co_spawn(io_, accept_all(), asio::detached);
    io_.run();
    return end_;
}

Server::Server(const Settings& settings, Services& services, platform::Log& log, platform::Metrics& metrics)
    : core_(std::make_unique<Core>(settings, services, log, metrics)) {}
Server::~Server() = default;
Result<void> Server::listen() { return core_->listen(); }
std::uint16_t Server::port() const { return core_->port(); }
void Server::stop_on_signals() { core_->stop_on_signals(); }
Server::End Server::run() { return core_->run(); }
void Server::stop(Haste haste) { core_->stop(haste); }

}  // namespace genai::api
