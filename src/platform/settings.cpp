// SPDX-License-Identifier: Apache-2.0
#include "platform/settings.hpp"

namespace genai::platform {

void describe(LogSettings& settings, Options& options) {
    options.section("Log");
    options.add("LOG_LEVEL", settings.level,
                {{"debug", LogLevel::kDebug},
                 {"info", LogLevel::kInfo},
                 {"warning", LogLevel::kWarning},
                 {"error", LogLevel::kError}},
                "The least severe events that are logged");
    options.add("LOG_FORMAT", settings.format, {{"text", LogFormat::kText}, {"json", LogFormat::kJson}},
                "Lines for people or one JSON object a line");
    options.add("LOG_CONTENT", settings.content, "Log what people ask and are answered, which is private by default");
}

}  // namespace genai::platform
