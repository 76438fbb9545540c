"""A chat model may write, and may lie: against a local server that speaks the OpenAI protocol."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from assistant import Assistant
from assistant.chain import open_chat_model, remote_recipient
from kb import ModelProblem

QUESTION = "催收天天发恐吓短信，手机13812345678，警察管吗？"

TRUTH = "多次发送恐吓信息干扰你正常生活的，处五日以下拘留或者一千元以下罚款（《治安管理处罚法》第五十条第一款第五项）。"
LIES = (
    "依据《治安管理处罚法》第四十二条，可以处五百元以下罚款。",
    "根据《催收管理法》第八条，催收公司必须先登记。",
    "《民法典》第一千零三十二条规定：“借款人逾期的，不享有隐私权。”",
    "欠款超过三个月，警察可以直接拘留你。",
    "网贷过了三年就不用还了。",
    "把存款转到亲戚名下，法院就查不到了。",
    "根据《民法典》第六百七十五条，家属必须代为还款。",
)


class _Model(BaseHTTPRequestHandler):
    """Streams what the test told it to say, and remembers what it was sent."""

    reply = ""
    status = 200
    html = False
    received: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).received.append(body)
        self.send_response(self.status)
        self.send_header("Content-Type", "text/html" if self.html else "text/event-stream")
        self.end_headers()
        if self.status != 200:
            return
        if self.html:
            self.wfile.write(b"<!doctype html><html>gateway</html>")
            return
        for piece in [self.reply[i : i + 7] for i in range(0, len(self.reply), 7)]:
            delta = {"index": 0, "delta": {"content": piece}}
            self._send({"choices": [delta], "id": "1", "object": "chat.completion.chunk"})
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, event: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gave it
        """Quiet."""


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Model]]:
    """A chat model on this machine."""
    _Model.reply, _Model.status, _Model.html, _Model.received = "", 200, False, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    yield _Model
    server.shutdown()
    server.server_close()
    thread.join()


def _with_model(assistant: Assistant) -> Assistant:
    return assistant.with_composer(open_chat_model("openai:liar", allow_remote=False))


def test_a_model_on_this_machine_needs_no_consent(model: type[_Model], assistant: Assistant) -> None:
    """What it writes truly is shown, under its own name."""
    model.reply = TRUTH

    answer = _with_model(assistant).ask(QUESTION)

    assert answer.model == "openai:liar"
    assert "一千元以下罚款" in answer.text
    assert any(c.ref.startswith("治安管理处罚法@2026-01-01#50") for c in answer.citations)


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_never_reaches_the_screen(model: type[_Model], assistant: Assistant, lie: str) -> None:
    """Beside a true sentence the lie is withheld and counted; the truth stays."""
    model.reply = f"{TRUTH}{lie}"

    answer = _with_model(assistant).ask(QUESTION)

    assert "一千元以下罚款" in answer.text
    assert lie[4:16] not in answer.text
    assert any(lie[:10] in w.text for w in answer.withheld)


def test_a_model_that_only_lies_is_replaced(model: type[_Model], assistant: Assistant) -> None:
    """Nothing of it is left; the reader gets the answer made without a model, and is told."""
    model.reply = "".join(LIES)

    answer = _with_model(assistant).ask(QUESTION)

    assert answer.model == "extractive"
    assert answer.notice
    assert answer.text == assistant.ask(QUESTION).text
    assert len(answer.withheld) >= len(LIES)


@pytest.mark.parametrize("fault", ["error", "html", "empty", "markup"])
def test_a_model_that_fails_costs_nothing(model: type[_Model], assistant: Assistant, fault: str) -> None:
    """An error, a web page, silence: the extractive answer is there."""
    model.status = 500 if fault == "error" else 200
    model.html = fault == "html"
    model.reply = "<!DOCTYPE html><html></html>" if fault == "markup" else ""

    answer = _with_model(assistant).ask(QUESTION)

    assert (answer.model, answer.text) == ("extractive", assistant.ask(QUESTION).text)
    assert "大模型" in answer.notice


def test_personal_data_is_masked_before_it_is_sent(model: type[_Model], assistant: Assistant) -> None:
    """The number leaves the machine as a tag only."""
    model.reply = TRUTH

    _with_model(assistant).ask(QUESTION)

    sent = json.dumps([json.loads(r) for r in model.received], ensure_ascii=False)
    assert "13812345678" not in sent
    assert "〔手机1〕" in sent


def test_nothing_of_a_conversation_leaves_unmasked(model: type[_Model], assistant: Assistant) -> None:
    """Earlier turns are sent as the same tags; a tag in the reply is shown as what it stands for."""
    model.reply = f"{TRUTH}〔姓名1〕先保存〔手机1〕发来的短信。"
    planted = ["王建国", "13812345678", "幸福路12号", "青禾服装厂", "abc_12345"]
    conversation = _with_model(assistant).conversation()

    conversation.ask("我老公王建国欠了网贷，家住幸福路12号3单元401室，他在青禾服装厂上班，催收的微信号abc_12345")
    answer = conversation.ask("那王建国天天收到13812345678的恐吓短信，警察管吗？")

    sent = json.dumps([json.loads(r) for r in model.received], ensure_ascii=False)
    assert len(model.received) == 2
    assert not [data for data in planted if data in sent]
    assert sent.count("我老公〔姓名1〕欠了网贷") == 2
    assert "那〔姓名1〕天天收到〔手机1〕的恐吓短信" in sent
    shown = answer.text + "".join(w.text for w in answer.withheld)
    assert "王建国先保存13812345678发来的短信" in shown


def test_a_model_elsewhere_needs_consent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it nothing is opened, and the recipient is named."""
    monkeypatch.setenv("OPENAI_BASE_URL", "https://models.example.cn/v1")
    asked: list[str] = []

    def refuse(recipient: str) -> bool:
        asked.append(recipient)
        return False

    with pytest.raises(ModelProblem, match=r"models\.example\.cn"):
        open_chat_model("openai:x", allow_remote=False, consent=refuse)
    assert asked == ["models.example.cn"]


@pytest.mark.parametrize(
    ("address", "recipient"),
    [
        ("http://127.0.0.1:8000/v1", ""),
        ("http://localhost:8000", ""),
        ("http://[::1]:1/v1", ""),
        ("http://10.0.0.2/v1", "10.0.0.2"),
    ],
)
def test_only_this_machine_is_local(monkeypatch: pytest.MonkeyPatch, address: str, recipient: str) -> None:
    """A private network is still another machine."""
    monkeypatch.setenv("OPENAI_BASE_URL", address)

    assert remote_recipient("openai:x") == recipient


@pytest.mark.parametrize("name", ["qwen", "nobody:model"])
def test_a_wrong_model_name_is_one_sentence(name: str) -> None:
    """What, where, how to mend."""
    with pytest.raises(ModelProblem):
        open_chat_model(name, allow_remote=True)


def test_our_searcher_is_a_langchain_retriever(assistant: Assistant) -> None:
    """Documents carry the reference, the rank and the day they are for."""
    retriever = assistant.as_retriever(k=5)

    documents = retriever.invoke("民法典第1033条")

    assert len(documents) == 5
    assert documents[0].metadata["ref"] == "民法典@2021-01-01#1033"
    assert documents[0].metadata["authority"] == "law"
    assert documents[0].metadata["as_of"] == "2026-11-22"
