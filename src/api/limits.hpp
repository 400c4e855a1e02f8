// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace genai::api {

// What a client may ask of the server, where no setting says it (settings.hpp has the others).
inline constexpr std::size_t kHeadBytesMax = 32 << 10;  // request line and headers
inline constexpr std::size_t kHeadersMax = 100;
inline constexpr std::size_t kTargetBytesMax = 8 << 10;  // path and query
inline constexpr std::size_t kParametersMax = 100;       // in the query
inline constexpr std::size_t kJsonDepthMax = 64;
inline constexpr std::size_t kJsonKeysMax = 10'000;
inline constexpr std::size_t kJsonListMax = 100;   // elements of a field that takes a list
inline constexpr std::size_t kQuestionMax = 8000;  // code points
inline constexpr std::size_t kNamePartMax = 500;   // code points of a name that is looked for
inline constexpr std::int64_t kTopKMax = 100;
inline constexpr std::int64_t kListMax = 1000;  // rows of a page of a listing
inline constexpr std::size_t kEchoMax = 200;    // code points of a refused value that its error repeats

// A body must come, and an answer be taken, at this rate once the grace is over.
inline constexpr double kBodyBytesPerSecond = 1024;
inline constexpr std::chrono::seconds kBodyGrace{5};
inline constexpr double kAnswerBytesPerSecond = 16384;
inline constexpr std::chrono::seconds kAnswerGrace{20};

// What the kernel keeps of answers that a client has not read: so many bytes, and after so long it drops the
// connection.
inline constexpr int kUnreadBytesMax = 256 << 10;
inline constexpr std::chrono::seconds kUnreadTimeMax{30};

// Questions are refused above this share of the memory that the process may have, before the kernel kills it. The share
// is looked at no more often than this.
inline constexpr double kMemoryShareForQueries = 0.95;
inline constexpr std::chrono::milliseconds kMemoryLook{250};

// How long a request may overrun its deadline before it is answered without waiting for the work behind it.
inline constexpr std::chrono::milliseconds kOverrun{500};

}  // namespace genai::api
