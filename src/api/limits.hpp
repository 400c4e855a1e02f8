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
inline constexpr std::size_t kJsonListMax = 100;    // elements of a field that takes a list
inline constexpr std::size_t kQuestionMax = 8000;   // code points
inline constexpr std::size_t kCollectionMax = 128;  // code points
inline constexpr std::int64_t kTopKMax = 100;
inline constexpr std::int64_t kListMax = 1000;  // rows of a page of a listing
inline constexpr std::size_t kEchoMax = 200;    // code points of a refused value that its error repeats

// What a form of uploads may be. A part's value that is no file is a field.
inline constexpr std::size_t kUploadFilesMax = 32;  // in one request; each is an open file meanwhile
inline constexpr std::size_t kPartsMax = 64;
inline constexpr std::size_t kPartHeadersMax = 16;
inline constexpr std::size_t kPartHeadBytesMax = 8 << 10;
inline constexpr std::size_t kPreambleBytesMax = 1 << 10;
inline constexpr std::size_t kPaddingBytesMax = 64;  // blanks behind a delimiter
inline constexpr std::size_t kFieldBytesMax = 4 << 10;

// Uploads that arrive at a time, and what one of them holds in memory before it goes to the disk.
inline constexpr std::size_t kUploadsMax = 8;
inline constexpr std::size_t kUploadPieceBytes = 256 << 10;
inline constexpr std::chrono::seconds kUploadStall{30};  // without a byte

// Clients that watch jobs at a time, and how often these are looked at.
inline constexpr std::size_t kJobStreamsMax = 64;
inline constexpr std::chrono::milliseconds kJobLook{500};
inline constexpr std::chrono::seconds kStreamComment{15};

inline constexpr std::size_t kHighlightsMax = 20;  // chunks to mark on the image of a page

// Files are sent in pieces of this size, each read when the one before it was taken; so many at a time.
inline constexpr std::size_t kFilePieceBytes = 64 << 10;
inline constexpr std::size_t kFilesSentMax = 128;

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
