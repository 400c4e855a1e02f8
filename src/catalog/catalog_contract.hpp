// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "catalog/catalog.hpp"

namespace genai::catalog {

// What every catalog does. An adapter's test instantiates it with a rig: default constructible, `Catalog& catalog()`.
template <class Rig>
class CatalogContract : public testing::Test {
protected:
    Catalog& catalog() { return rig_.catalog(); }

    static VersionRecord record(const std::string& document, const std::string& version) {
        return {.document_id = document,
                .version = version,
                .fingerprint = "f1",
                .state = DocumentState::kIndexed,
                .reason = "",
                .bytes = 1234,
                .pages = 7,
                .chunks = 21,
                .chunk_digest = "digest of " + version};
    }

    std::vector<std::string> flip(const std::string& path, const std::string& document, const std::string& version) {
        auto retired = catalog().flip(scope_, name(path), record(document, version));
        EXPECT_TRUE(retired) << retired.error().message;
        return retired.value_or(std::vector<std::string>{"failed"});
    }

    std::string version() { return catalog().collection_version(scope_).value(); }

    std::vector<std::string> live() {
        std::vector<std::string> versions;
        const auto found = catalog().live_versions(scope_).value();
        for (const LiveVersion& version : found) versions.push_back(version.version);
        return versions;
    }

    static DocumentName name(const std::string& path) { return {"root", path}; }

    const Scope scope_;
    Rig rig_;
};

TYPED_TEST_SUITE_P(CatalogContract);

TYPED_TEST_P(CatalogContract, IsEmptyAtFirst) {
    EXPECT_EQ(this->version(), "");
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value(), std::nullopt);
    EXPECT_EQ(this->catalog().find_by_name(this->scope_, this->name("a.pdf")).value(), std::nullopt);
    EXPECT_EQ(this->catalog().documents(this->scope_, 0, 10).value().total, 0U);
    EXPECT_TRUE(this->live().empty());
}

TYPED_TEST_P(CatalogContract, AFlipMakesTheVersionLive) {
    const auto before = std::chrono::system_clock::now() - std::chrono::seconds(1);
    auto record = this->record("a", "v1");
    record.state = DocumentState::kPartial;
    record.reason = "page 3 could not be read";
    ASSERT_EQ(this->catalog().flip(this->scope_, this->name("x/a.pdf"), record).value(), std::vector<std::string>());

    const Document document = this->catalog().find_document(this->scope_, "a").value().value();
    EXPECT_EQ(document.id, "a");
    EXPECT_EQ(document.scope, this->scope_);
    EXPECT_EQ(document.names, std::vector{this->name("x/a.pdf")});
    EXPECT_EQ(document.state, DocumentState::kPartial);
    EXPECT_EQ(document.reason, "page 3 could not be read");
    EXPECT_EQ(document.version, "v1");
    EXPECT_EQ(document.fingerprint, "f1");
    EXPECT_EQ(document.bytes, 1234U);
    EXPECT_EQ(document.pages, 7U);
    EXPECT_EQ(document.chunks, 21U);
    EXPECT_GT(document.indexed_at, before);

    const auto live = this->catalog().live_versions(this->scope_).value();
    ASSERT_EQ(live.size(), 1U);
    EXPECT_EQ(live[0].version, "v1");
    EXPECT_EQ(live[0].document_id, "a");
    EXPECT_EQ(live[0].chunks, 21U);
    EXPECT_EQ(live[0].chunk_digest, "digest of v1");
    EXPECT_EQ(this->catalog().find_by_name(this->scope_, this->name("x/a.pdf")).value().value().id, "a");
}

TYPED_TEST_P(CatalogContract, ANewVersionRetiresTheOld) {
    this->flip("a.pdf", "a", "v1");
    EXPECT_EQ(this->flip("a.pdf", "a", "v2"), std::vector<std::string>{"v1"});
    EXPECT_EQ(this->live(), std::vector<std::string>{"v2"});
    EXPECT_EQ(this->catalog().documents(this->scope_, 0, 10).value().total, 1U);
}

TYPED_TEST_P(CatalogContract, TheSameFlipAgainRetiresNothing) {
    this->flip("a.pdf", "a", "v1");
    EXPECT_EQ(this->flip("a.pdf", "a", "v1"), std::vector<std::string>());
    EXPECT_EQ(this->live(), std::vector<std::string>{"v1"});
}

TYPED_TEST_P(CatalogContract, NewBytesUnderANameReplaceTheDocument) {
    this->flip("a.pdf", "a", "v1");
    EXPECT_EQ(this->flip("a.pdf", "b", "v2"), std::vector<std::string>{"v1"});
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value(), std::nullopt);
    EXPECT_EQ(this->catalog().find_by_name(this->scope_, this->name("a.pdf")).value().value().id, "b");
}

TYPED_TEST_P(CatalogContract, ADocumentLivesWhileANamePointsToIt) {
    this->flip("a.pdf", "a", "v1");
    ASSERT_EQ(this->catalog().add_name(this->scope_, this->name("copy.pdf"), "a").value(), std::vector<std::string>());
    EXPECT_EQ(this->flip("a.pdf", "b", "v2"), std::vector<std::string>());
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value().value().names,
              std::vector{this->name("copy.pdf")});
    EXPECT_EQ(this->catalog().add_name(this->scope_, this->name("copy.pdf"), "b").value(),
              std::vector<std::string>{"v1"});
    EXPECT_EQ(this->live(), std::vector<std::string>{"v2"});
}

TYPED_TEST_P(CatalogContract, KeepsTheNamesInTheOrderTheyCame) {
    this->flip("z.pdf", "a", "v1");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("b.pdf"), "a"));
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("c.pdf"), "a"));
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("b.pdf"), "a"));
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value().value().names,
              (std::vector{this->name("z.pdf"), this->name("b.pdf"), this->name("c.pdf")}));
}

TYPED_TEST_P(CatalogContract, ANameNeedsALiveDocument) {
    EXPECT_EQ(this->catalog().add_name(this->scope_, this->name("a.pdf"), "a").error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(this->version(), "");
}

TYPED_TEST_P(CatalogContract, RemovingTakesAllNamesAway) {
    this->flip("a.pdf", "a", "v1");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("b.pdf"), "a"));
    EXPECT_EQ(this->catalog().remove(this->scope_, "a").value(), std::vector<std::string>{"v1"});
    EXPECT_EQ(this->catalog().find_by_name(this->scope_, this->name("a.pdf")).value(), std::nullopt);
    EXPECT_EQ(this->catalog().find_by_name(this->scope_, this->name("b.pdf")).value(), std::nullopt);
    EXPECT_EQ(this->catalog().remove(this->scope_, "a").error().kind, ErrorKind::kNotFound);
}

TYPED_TEST_P(CatalogContract, TheCollectionVersionChangesWithEachChange) {
    this->flip("a.pdf", "a", "v1");
    const std::string first = this->version();
    EXPECT_EQ(first.size(), 26U);
    EXPECT_EQ(this->version(), first);
    this->flip("a.pdf", "a", "v2");
    const std::string second = this->version();
    EXPECT_NE(second, first);
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("b.pdf"), "a"));
    const std::string third = this->version();
    EXPECT_NE(third, second);
    ASSERT_TRUE(this->catalog().remove(this->scope_, "a"));
    EXPECT_NE(this->version(), third);
}

TYPED_TEST_P(CatalogContract, ListsDocumentsByTheirFirstName) {
    this->flip("c.pdf", "1", "v1");
    this->flip("a.pdf", "2", "v2");
    this->flip("b.pdf", "3", "v3");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("0.pdf"), "1"));
    const auto page = this->catalog().documents(this->scope_, 1, 2).value();
    EXPECT_EQ(page.total, 3U);
    ASSERT_EQ(page.documents.size(), 2U);
    EXPECT_EQ(page.documents[0].display_name(), "b.pdf");
    EXPECT_EQ(page.documents[1].display_name(), "c.pdf");
    EXPECT_EQ(page.documents[1].names.size(), 2U);
    EXPECT_TRUE(this->catalog().documents(this->scope_, 3, 2).value().documents.empty());
    EXPECT_EQ(this->catalog().documents(this->scope_, 0, UINT64_MAX).value().documents.size(), 3U);
}

TYPED_TEST_P(CatalogContract, FindsTheDocumentsOfVersionsInTheirOrder) {
    this->flip("a.pdf", "a", "v1");
    this->flip("b.pdf", "b", "v2");
    const auto documents = this->catalog().documents_of_versions(this->scope_, {"v2", "gone", "v1"}).value();
    ASSERT_EQ(documents.size(), 2U);
    EXPECT_EQ(documents[0].id, "b");
    EXPECT_EQ(documents[1].id, "a");
}

TYPED_TEST_P(CatalogContract, ScopesDoNotSeeEachOther) {
    this->flip("a.pdf", "a", "v1");
    for (const Scope& other : {Scope{"default", "other"}, Scope{"other", "default"}}) {
        EXPECT_EQ(this->catalog().find_document(other, "a").value(), std::nullopt);
        EXPECT_EQ(this->catalog().collection_version(other).value(), "");
        EXPECT_TRUE(this->catalog().live_versions(other).value().empty());
        EXPECT_TRUE(this->catalog().documents_of_versions(other, {"v1"}).value().empty());
        EXPECT_EQ(this->catalog().remove(other, "a").error().kind, ErrorKind::kNotFound);
        EXPECT_EQ(this->catalog().add_name(other, this->name("a.pdf"), "a").error().kind, ErrorKind::kNotFound);
    }
    EXPECT_EQ(this->live(), std::vector<std::string>{"v1"});
}

TYPED_TEST_P(CatalogContract, TakesAnyTextAsAName) {
    const std::vector<std::string> paths{"it's \"a\" file; DROP TABLE names.pdf", "\xE6\x97\xA5\xE6\x9C\xAC.pdf",
                                         std::string("nul\0byte", 8), "%_*?", " "};
    int number = 0;
    for (const std::string& path : paths) {
        const std::string id = "d" + std::to_string(number++);
        this->flip(path, id, "v" + id);
        const auto found = this->catalog().find_by_name(this->scope_, this->name(path)).value();
        ASSERT_TRUE(found) << path;
        EXPECT_EQ(found->display_name(), path);
    }
    EXPECT_EQ(this->catalog().documents(this->scope_, 0, 100).value().total, paths.size());
}

TYPED_TEST_P(CatalogContract, RemovingANameLeavesTheDocumentItsOthers) {
    this->flip("a.pdf", "a", "v1");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("b.pdf"), "a"));
    const std::string before = this->version();
    EXPECT_EQ(this->catalog().remove_name(this->scope_, this->name("a.pdf")).value(), std::vector<std::string>());
    EXPECT_NE(this->version(), before);
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value().value().names, std::vector{this->name("b.pdf")});
    EXPECT_EQ(this->catalog().remove_name(this->scope_, this->name("b.pdf")).value(), std::vector<std::string>{"v1"});
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value(), std::nullopt);
    EXPECT_TRUE(this->live().empty());
    EXPECT_EQ(this->catalog().remove_name(this->scope_, this->name("b.pdf")).error().kind, ErrorKind::kNotFound);
}

TYPED_TEST_P(CatalogContract, ListsTheNamesOfARoot) {
    this->flip("b.pdf", "a", "v1");
    this->flip("a/b.pdf", "b", "v2");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, {"root2", "c.pdf"}, "a"));
    EXPECT_THAT(this->catalog().names_under(this->scope_, "root").value(),
                testing::ElementsAre(this->name("a/b.pdf"), this->name("b.pdf")));
    EXPECT_TRUE(this->catalog().names_under(this->scope_, "roo").value().empty());
    EXPECT_TRUE(this->catalog().names_under({"default", "other"}, "root").value().empty());
}

TYPED_TEST_P(CatalogContract, ListsItsScopes) {
    EXPECT_TRUE(this->catalog().scopes().value().empty());
    this->flip("b.pdf", "a", "v1");
    ASSERT_TRUE(this->catalog().flip({"default", "another"}, this->name("b.pdf"), this->record("a", "v2")));
    EXPECT_THAT(this->catalog().scopes().value(), testing::ElementsAre(Scope{"default", "another"}, this->scope_));
}

TYPED_TEST_P(CatalogContract, KeepsWhatIsKnownOfADocument) {
    this->flip("a.pdf", "a", "v1");
    const std::string before = this->version();
    const auto set = this->catalog().set_facts(
        this->scope_, "a",
        {{FactKey::kOrganisation, " ACME "}, {FactKey::kPeriod, "2023-Q2"}, {FactKey::kTitle, std::nullopt}});
    ASSERT_TRUE(set) << set.error().message;
    const Facts facts{{FactKey::kOrganisation, {"ACME"}}, {FactKey::kPeriod, {"2023-Q2"}}};
    EXPECT_EQ(set->facts, facts);
    EXPECT_NE(this->version(), before);
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value().value().facts, facts);
    EXPECT_EQ(this->catalog().documents(this->scope_, 0, 1).value().documents.at(0).facts, facts);
    EXPECT_EQ(this->catalog().documents_of_versions(this->scope_, {"v1"}).value().at(0).facts, facts);

    this->flip("a.pdf", "a", "v2");
    EXPECT_EQ(this->catalog().find_document(this->scope_, "a").value().value().facts, facts) << "indexed anew";
    EXPECT_EQ(this->catalog().set_facts(this->scope_, "a", {{FactKey::kPeriod, std::nullopt}}).value().facts,
              (Facts{{FactKey::kOrganisation, {"ACME"}}}));
    ASSERT_TRUE(this->catalog().remove(this->scope_, "a"));
    this->flip("a.pdf", "a", "v3");
    EXPECT_TRUE(this->catalog().find_document(this->scope_, "a").value().value().facts.empty()) << "deleted with it";
}

TYPED_TEST_P(CatalogContract, AFlipBringsWhatWasReadOfTheDocumentAndKeepsWhatPeopleSet) {
    const auto flip_with = [&](const std::string& version, const Facts& facts) {
        VersionRecord record;
        record.document_id = "a";
        record.version = version;
        record.facts = facts;
        ASSERT_TRUE(this->catalog().flip(this->scope_, {"root", "a.pdf"}, record));
    };
    const auto facts = [&] { return this->catalog().find_document(this->scope_, "a").value().value().facts; };
    const auto set = [&] { return this->catalog().live_versions(this->scope_).value().at(0).facts; };
    const Fact acme{"ACME", FactSource::kText}, form{"10-Q", FactSource::kFileName};
    flip_with("v1", {{FactKey::kOrganisation, acme}, {FactKey::kType, form}});
    EXPECT_EQ(facts(), (Facts{{FactKey::kOrganisation, acme}, {FactKey::kType, form}}));
    EXPECT_TRUE(set().empty());

    ASSERT_TRUE(this->catalog().set_facts(this->scope_, "a", {{FactKey::kOrganisation, "Acme Corp."}}));
    EXPECT_EQ(facts(), (Facts{{FactKey::kOrganisation, {"Acme Corp."}}, {FactKey::kType, form}}));
    EXPECT_EQ(set(), (Facts{{FactKey::kOrganisation, {"Acme Corp."}}}));

    const Fact period{"2023", FactSource::kText};
    flip_with("v2", {{FactKey::kOrganisation, acme}, {FactKey::kPeriod, period}});
    EXPECT_EQ(facts(), (Facts{{FactKey::kOrganisation, {"Acme Corp."}}, {FactKey::kPeriod, period}}));
    EXPECT_EQ(set(), (Facts{{FactKey::kOrganisation, {"Acme Corp."}}}));
}

TYPED_TEST_P(CatalogContract, RefusesFactsThatAreNone) {
    this->flip("a.pdf", "a", "v1");
    const std::string before = this->version();
    const auto refused =
        this->catalog().set_facts(this->scope_, "a", {{FactKey::kTitle, "T"}, {FactKey::kDate, "soon"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kInvalidInput);
    EXPECT_TRUE(this->catalog().find_document(this->scope_, "a").value().value().facts.empty()) << "all or none";
    EXPECT_EQ(this->catalog().set_facts(this->scope_, "b", {{FactKey::kTitle, "T"}}).error().kind,
              ErrorKind::kNotFound);
    EXPECT_TRUE(this->catalog().set_facts(this->scope_, "a", {}));
    EXPECT_EQ(this->version(), before);
}

TYPED_TEST_P(CatalogContract, ReadsAllDocumentsAsOfOneMoment) {
    EXPECT_TRUE(this->catalog().all_documents(this->scope_).value().documents.empty());
    this->flip("c.pdf", "a", "v1");
    this->flip("a.pdf", "b", "v2");
    this->flip("b.pdf", "c", "v3");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("0.pdf"), "a"));
    ASSERT_TRUE(this->catalog().set_facts(this->scope_, "b", {{FactKey::kType, "10-K"}}));
    ASSERT_TRUE(this->catalog().set_facts(this->scope_, "c", {{FactKey::kType, "10-Q"}, {FactKey::kTitle, "T"}}));
    const DocumentSet all = this->catalog().all_documents(this->scope_).value();
    EXPECT_EQ(all.collection_version, this->version());
    const auto listed = this->catalog().documents(this->scope_, 0, 10).value().documents;
    ASSERT_EQ(all.documents.size(), listed.size());
    for (std::size_t i = 0; i < listed.size(); ++i) {
        EXPECT_EQ(all.documents[i].id, listed[i].id);
        EXPECT_EQ(all.documents[i].names, listed[i].names);
        EXPECT_EQ(all.documents[i].facts, listed[i].facts);
        EXPECT_EQ(all.documents[i].version, listed[i].version);
        EXPECT_EQ(all.documents[i].scope, this->scope_);
    }
}

TYPED_TEST_P(CatalogContract, LiveVersionsHaveTheFirstNameOfTheirDocument) {
    this->flip("a.pdf", "a", "v1");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("b.pdf"), "a"));
    EXPECT_EQ(this->catalog().live_versions(this->scope_).value().at(0).name, "a.pdf");
    ASSERT_TRUE(this->catalog().remove_name(this->scope_, this->name("a.pdf")));
    EXPECT_EQ(this->catalog().live_versions(this->scope_).value().at(0).name, "b.pdf");
}

TYPED_TEST_P(CatalogContract, RemovesSeveralDocumentsAtOnce) {
    this->flip("a.pdf", "a", "v1");
    this->flip("b.pdf", "b", "v2");
    this->flip("c.pdf", "c", "v3");
    const std::string before = this->version();
    const Removal removal = this->catalog().remove_documents(this->scope_, {"c", "x", "a", "a"}).value();
    ASSERT_EQ(removal.removed.size(), 2U);
    EXPECT_EQ(removal.removed[0].display_name(), "c.pdf");
    EXPECT_EQ(removal.removed[1].version, "v1");
    EXPECT_THAT(removal.missing, testing::ElementsAre("x", "a"));
    EXPECT_EQ(this->live(), std::vector<std::string>{"v2"});
    const std::string after = this->version();
    EXPECT_NE(after, before);
    EXPECT_TRUE(this->catalog().remove_documents(this->scope_, {"x"}).value().removed.empty());
    EXPECT_EQ(this->version(), after);
    EXPECT_EQ(this->catalog().remove_documents({"default", "none"}, {"b"}).value().missing.size(), 1U);
    EXPECT_EQ(this->catalog().find_collection({"default", "none"}).value(), std::nullopt);
}

TYPED_TEST_P(CatalogContract, TheDefaultCollectionAlwaysExists) {
    const Collection empty{.name = "default"};
    EXPECT_THAT(this->catalog().collections("default").value(), testing::ElementsAre(empty));
    EXPECT_EQ(this->catalog().find_collection(this->scope_).value(), empty);
    EXPECT_EQ(this->catalog().create_collection(this->scope_).value(), Creation::kExisted);
    const auto refused = this->catalog().remove_collection(this->scope_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("delete its documents instead"));
}

TYPED_TEST_P(CatalogContract, CollectionsAreMadeCountedAndRemoved) {
    const Scope zoo{"default", "zoo"}, art{"default", "art"};
    EXPECT_EQ(this->catalog().find_collection(zoo).value(), std::nullopt);
    EXPECT_EQ(this->catalog().create_collection(zoo).value(), Creation::kCreated);
    EXPECT_EQ(this->catalog().create_collection(zoo).value(), Creation::kExisted);
    EXPECT_EQ(this->catalog().find_collection(zoo).value(), (Collection{.name = "zoo"}));
    EXPECT_EQ(this->catalog().collection_version(zoo).value().size(), 26U);
    EXPECT_EQ(this->catalog().create_collection({"default", "a/b"}).error().kind, ErrorKind::kInvalidInput);
    EXPECT_EQ(this->catalog().create_collection({"other", "zoo"}).value(), Creation::kCreated);

    for (const char* id : {"a", "b"})
        ASSERT_TRUE(this->catalog().flip(art, this->name(id), this->record(id, "v" + std::string(id))));
    ASSERT_TRUE(this->catalog().set_facts(art, "a", {{FactKey::kTitle, "T"}}));
    const Collection counted{.name = "art", .documents = 2, .pages = 14, .chunks = 42, .bytes = 2468};
    EXPECT_THAT(this->catalog().collections("default").value(),
                testing::ElementsAre(counted, Collection{.name = "default"}, Collection{.name = "zoo"}));

    EXPECT_EQ(this->catalog().remove_collection(art).value(), counted);
    EXPECT_EQ(this->catalog().find_collection(art).value(), std::nullopt);
    EXPECT_EQ(this->catalog().collection_version(art).value(), "");
    EXPECT_TRUE(this->catalog().live_versions(art).value().empty());
    EXPECT_EQ(this->catalog().find_by_name(art, this->name("a")).value(), std::nullopt);
    EXPECT_EQ(this->catalog().retired_versions(art).value().size(), 2U) << "their rows wait to be cleaned up";
    EXPECT_THAT(this->catalog().scopes().value(), testing::Contains(art)) << "by whoever cleans up";
    EXPECT_THAT(this->catalog().collections("default").value(), testing::SizeIs(2));
    EXPECT_EQ(this->catalog().remove_collection(art).error().kind, ErrorKind::kNotFound);
    ASSERT_TRUE(this->catalog().flip(art, this->name("a"), this->record("a", "vx")));
    EXPECT_TRUE(this->catalog().find_document(art, "a").value().value().facts.empty());
}

TYPED_TEST_P(CatalogContract, RemembersWhenAVersionCeasedToBeLive) {
    const auto before = std::chrono::system_clock::now() - std::chrono::seconds(1);
    const auto retired = [this] {
        std::vector<std::string> versions;
        const auto found = this->catalog().retired_versions(this->scope_).value();
        for (const RetiredVersion& one : found) versions.push_back(one.version);
        return versions;
    };
    EXPECT_TRUE(retired().empty());
    this->flip("a.pdf", "a", "v1");
    this->flip("a.pdf", "a", "v1");
    EXPECT_TRUE(retired().empty());
    this->flip("a.pdf", "a", "v2");  // indexed anew
    this->flip("a.pdf", "b", "v3");  // replaced
    EXPECT_THAT(retired(), testing::ElementsAre("v1", "v2"));
    EXPECT_GT(this->catalog().retired_versions(this->scope_).value().at(0).retired_at, before);
    ASSERT_TRUE(this->catalog().remove(this->scope_, "b"));
    this->flip("c.pdf", "c", "v4");
    ASSERT_TRUE(this->catalog().remove_name(this->scope_, this->name("c.pdf")));
    this->flip("d.pdf", "d", "v5");
    this->flip("e.pdf", "e", "v6");
    ASSERT_TRUE(this->catalog().add_name(this->scope_, this->name("d.pdf"), "e"));
    EXPECT_THAT(retired(), testing::ElementsAre("v1", "v2", "v3", "v4", "v5"));
    EXPECT_TRUE(this->catalog().retired_versions({"default", "another"}).value().empty());

    ASSERT_TRUE(this->catalog().forget_retired(this->scope_, {"v1", "v4", "none"}));
    EXPECT_THAT(retired(), testing::ElementsAre("v2", "v3", "v5"));
}

REGISTER_TYPED_TEST_SUITE_P(
    CatalogContract, IsEmptyAtFirst, AFlipMakesTheVersionLive, ANewVersionRetiresTheOld, TheSameFlipAgainRetiresNothing,
    NewBytesUnderANameReplaceTheDocument, ADocumentLivesWhileANamePointsToIt, KeepsTheNamesInTheOrderTheyCame,
    ANameNeedsALiveDocument, RemovingTakesAllNamesAway, TheCollectionVersionChangesWithEachChange,
    ListsDocumentsByTheirFirstName, FindsTheDocumentsOfVersionsInTheirOrder, ScopesDoNotSeeEachOther,
    TakesAnyTextAsAName, RemovingANameLeavesTheDocumentItsOthers, ListsTheNamesOfARoot, ListsItsScopes,
    KeepsWhatIsKnownOfADocument, AFlipBringsWhatWasReadOfTheDocumentAndKeepsWhatPeopleSet, RefusesFactsThatAreNone,
    ReadsAllDocumentsAsOfOneMoment, LiveVersionsHaveTheFirstNameOfTheirDocument, RemovesSeveralDocumentsAtOnce,
    TheDefaultCollectionAlwaysExists, CollectionsAreMadeCountedAndRemoved, RemembersWhenAVersionCeasedToBeLive);

}  // namespace genai::catalog
