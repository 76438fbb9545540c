"""The law itself: text, versions, citations, search."""

from kb.bodies import Body, Outdated, outdated_bodies
from kb.changes import ArticleChange, Fate, InstrumentChange, changes
from kb.checker import Check, Checker, Finding
from kb.citations import Citation, CitationFinder, Mention, parse_reference, written
from kb.corpus import DATA, Corpus, read_concepts, read_corpus, ways_by_wording
from kb.crossrefs import CrossReferences, Pointer, Referring
from kb.differences import Change, Piece, differences
from kb.drafts import ArticleDraft, Cited, draft_of
from kb.embedders import Embedder, HashEmbedder, embedder_or_words, open_embedder
from kb.english import english_citation
from kb.errors import IndexProblem, InputProblem, LibraryError, ModelProblem, YoujuError
from kb.folding import bigrams
from kb.graph import Cut, Place, Source, library_sources, places, units
from kb.impact import Look, Touched, touched
from kb.importers import MAX_TEXT, SourceText, read_bytes, read_source, read_text, reads_pictures
from kb.indexing import Progress, embedded
from kb.law import (
    CREDITOR,
    DEBTOR,
    READERS,
    Article,
    ArticleNumber,
    Concept,
    Guide,
    Instrument,
    Moved,
    Phantom,
    Problem,
    Provision,
    Section,
    Version,
)
from kb.lexical import LexicalIndex
from kb.likeness import Candidate, Likeness
from kb.lint import lint, lint_citations, losses
from kb.lookup import Entry, Former, look_up
from kb.markup import SOURCE_MARK, VersionText, format_version
from kb.mending import open_at_once
from kb.noise import KINDS, Noise, lint_noise, read_noise
from kb.numerals import from_chinese, to_chinese
from kb.official import LEAST_ARTICLES, OfficialText, is_law, read_official
from kb.passages import Passage, day_number
from kb.proof import Proof, prove, read_reference, write_record
from kb.proposals import Proposal, Rewording, propose, status_of
from kb.quotations import Quotation, find_quotations, locate, verbatim
from kb.ranks import Authority, Status, Wording
from kb.remote import server_of
from kb.revision import Revision, compare
from kb.search import Hit, Searcher, read_articles
from kb.servers import exposure
from kb.sifting import Line
from kb.spelling import mainland, respelt, simplified, spoken, standard, traditional
from kb.statutebook import Absence, Reason, StatuteBook
from kb.store import EF_SEARCH, ChromaVectors, collection_name
from kb.titles import Titles
from kb.vectors import ExactVectors, VectorIndex, paired
from kb.words import likely_names

__all__ = [
    "CREDITOR",
    "DATA",
    "DEBTOR",
    "EF_SEARCH",
    "KINDS",
    "LEAST_ARTICLES",
    "MAX_TEXT",
    "READERS",
    "SOURCE_MARK",
    "Absence",
    "Article",
    "ArticleChange",
    "ArticleDraft",
    "ArticleNumber",
    "Authority",
    "Body",
    "Candidate",
    "Change",
    "Check",
    "Checker",
    "ChromaVectors",
    "Citation",
    "CitationFinder",
    "Cited",
    "Concept",
    "Corpus",
    "CrossReferences",
    "Cut",
    "Embedder",
    "Entry",
    "ExactVectors",
    "Fate",
    "Finding",
    "Former",
    "Guide",
    "HashEmbedder",
    "Hit",
    "IndexProblem",
    "InputProblem",
    "Instrument",
    "InstrumentChange",
    "LexicalIndex",
    "LibraryError",
    "Likeness",
    "Line",
    "Look",
    "Mention",
    "ModelProblem",
    "Moved",
    "Noise",
    "OfficialText",
    "Outdated",
    "Passage",
    "Phantom",
    "Piece",
    "Place",
    "Pointer",
    "Problem",
    "Progress",
    "Proof",
    "Proposal",
    "Provision",
    "Quotation",
    "Reason",
    "Referring",
    "Revision",
    "Rewording",
    "Searcher",
    "Section",
    "Source",
    "SourceText",
    "Status",
    "StatuteBook",
    "Titles",
    "Touched",
    "VectorIndex",
    "Version",
    "VersionText",
    "Wording",
    "YoujuError",
    "bigrams",
    "changes",
    "collection_name",
    "compare",
    "day_number",
    "differences",
    "draft_of",
    "embedded",
    "embedder_or_words",
    "english_citation",
    "exposure",
    "find_quotations",
    "format_version",
    "from_chinese",
    "is_law",
    "library_sources",
    "likely_names",
    "lint",
    "lint_citations",
    "lint_noise",
    "locate",
    "look_up",
    "losses",
    "mainland",
    "open_at_once",
    "open_embedder",
    "outdated_bodies",
    "paired",
    "parse_reference",
    "places",
    "propose",
    "prove",
    "read_articles",
    "read_bytes",
    "read_concepts",
    "read_corpus",
    "read_noise",
    "read_official",
    "read_reference",
    "read_source",
    "read_text",
    "reads_pictures",
    "respelt",
    "server_of",
    "simplified",
    "spoken",
    "standard",
    "status_of",
    "to_chinese",
    "touched",
    "traditional",
    "units",
    "verbatim",
    "ways_by_wording",
    "write_record",
    "written",
]
