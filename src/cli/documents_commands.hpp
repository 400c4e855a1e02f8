// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace genai::cli {

class Session;

// Each adds one command below `genai documents`.
void add_documents_list_command(CLI::App& documents, Session& session);
void add_documents_show_command(CLI::App& documents, Session& session);
void add_documents_set_command(CLI::App& documents, Session& session);
void add_documents_delete_command(CLI::App& documents, Session& session);

}  // namespace genai::cli
