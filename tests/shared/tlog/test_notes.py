"""A note is believed because of a key that is known, and for no other reason."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.tlog import checkpoints
from shared.tlog.checkpoints import Checkpoint, signed_checkpoint
from shared.tlog.faults import Malformed, TlogFault, Unsigned
from shared.tlog.notes import Signer, Verifier, opened
from tests.shared.tlog.made import PATIENT

# The example of Go's own documentation.
GO_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

OWN = Signer.derived(b"1" * 32, "shifan.example/registry")
OTHER = Signer.derived(b"2" * 32, "shifan.example/registry")
WITNESS = Signer.derived(b"3" * 32, "witness.example")
CHECKPOINT = Checkpoint("shifan.example/registry", 300, bytes(range(32)))
TEXT = CHECKPOINT.text()


def also_signed(note: str, by: Signer) -> str:
    text, _, _ = note.rpartition("\n\n")
    return note + by.sign(text + "\n").rpartition("\n\n")[2]


def test_the_example_of_go_is_signed_and_opened_the_same() -> None:
    note = f"{GO_TEXT}\n— PeterNeumann {GO_SIGNATURE}\n"
    assert Signer.of(GO_KEY).sign(GO_TEXT) == note
    assert Signer.of(GO_KEY).vkey == GO_VKEY
    assert opened(note, [Verifier.of(GO_VKEY)]) == GO_TEXT


@PATIENT
@given(st.lists(st.text(st.characters(blacklist_categories=["Cc", "Cs"])), min_size=1))
def test_what_was_signed_is_opened_again(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    assert opened(OWN.sign(text), [OWN.verifier]) == text


def test_keys_are_read_from_the_texts_that_they_are_written_as() -> None:
    made = Signer.generate("shifan.example/x")
    assert Signer.of(made.text).text == made.text
    assert Verifier.of(made.vkey) == made.verifier
    assert made.vkey != Signer.generate("shifan.example/x").vkey


def test_one_secret_gives_each_log_a_key_of_its_own_and_always_the_same() -> None:
    again = Signer.derived(b"1" * 32, OWN.name)
    other = Signer.derived(b"1" * 32, "shifan.example/audit")
    assert again.vkey == OWN.vkey
    assert other.verifier.key != OWN.verifier.key
    with pytest.raises(Malformed, match="31 bytes"):
        Signer.derived(b"1" * 31, OWN.name)


def test_another_key_of_the_same_name_is_not_believed() -> None:
    with pytest.raises(Unsigned, match=r"no key that is trusted .* shifan\.example/registry"):
        opened(OTHER.sign(TEXT), [OWN.verifier])


@PATIENT
@given(st.data())
def test_one_character_that_is_another_is_not_believed(data: st.DataObject) -> None:
    note = OWN.sign(TEXT)
    at = data.draw(st.integers(0, len(note) - 1))
    put = data.draw(st.characters(codec="utf-8").filter(lambda character: character != note[at]))
    with pytest.raises(TlogFault):
        signed_checkpoint(note[:at] + put + note[at + 1 :], [OWN.verifier])


def test_signatures_of_unknown_keys_are_no_matter_and_one_that_is_false_is() -> None:
    both = also_signed(OWN.sign(TEXT), WITNESS)
    assert opened(both, [OWN.verifier]) == opened(both, [WITNESS.verifier]) == TEXT
    false = both[:-6] + ("A" if both[-6] != "A" else "B") + both[-5:]
    assert opened(false, [OWN.verifier]) == TEXT
    with pytest.raises(Unsigned, match=r"the signature of witness\.example is not of this text"):
        opened(false, [OWN.verifier, WITNESS.verifier])


def test_a_checkpoint_needs_the_key_of_its_own_log() -> None:
    assert signed_checkpoint(OWN.sign(TEXT), [OWN.verifier, WITNESS.verifier]) == CHECKPOINT
    with pytest.raises(Unsigned):
        signed_checkpoint(WITNESS.sign(TEXT), [OWN.verifier, WITNESS.verifier])
    with pytest.raises(Unsigned, match=r"no key is known of the log shifan\.example/registry"):
        signed_checkpoint(WITNESS.sign(TEXT), [WITNESS.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        TEXT,
        TEXT + "\n",
        OWN.sign(TEXT).removesuffix("\n"),
        OWN.sign(TEXT).replace("—", "-"),
        OWN.sign(TEXT).replace("\n", "\r\n"),
        f"{TEXT}\n— {OWN.name} AAAA\n",
        f"{TEXT}\n— {OWN.name} {base64.b64encode(OWN.verifier.id).decode()}\n",
        f"{TEXT}\n— {OWN.name} !!!!!!!!\n",
        TEXT + "\n" + f"— {OWN.name} {GO_SIGNATURE}\n" * 65,
    ],
)
def test_what_is_no_note_is_not_opened(note: str) -> None:
    with pytest.raises(Malformed):
        opened(note, [OWN.verifier])


@pytest.mark.parametrize("text", ["no line break", "tab\there\n", "return\r\n", "bell\x07\n", ""])
def test_what_is_no_text_of_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(Malformed):
        OWN.sign(text)


@pytest.mark.parametrize("name", ["", "with space", "with+plus", "wide\u3000space", "line\nbreak"])
def test_a_key_has_a_name_without_spaces_and_plus(name: str) -> None:
    with pytest.raises(Malformed):
        Signer.generate(name)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        GO_VKEY.replace("c74f20a3", "c74f20a4"),
        GO_VKEY.replace("PeterNeumann", "Peter"),
        GO_VKEY[:-4],
        GO_VKEY[:-1] + "X",
        GO_VKEY.replace("+ARpc", "+BRpc"),
        GO_KEY,
    ],
)
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(Malformed):
        Verifier.of(vkey)


@pytest.mark.parametrize(
    "text", ["", GO_VKEY, GO_KEY.replace("c74f20a3", "c74f20a4"), GO_KEY[:-4], GO_KEY[:-8] + "...."]
)
def test_what_is_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        Signer.of(text)


def test_a_key_that_is_no_point_signed_nothing() -> None:
    nobody = Verifier(OWN.name, b"\xff" * 32)
    with pytest.raises(Unsigned):
        nobody.verify(TEXT, bytes(64))


@PATIENT
@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_read_as_it_was_written(size: int, root: bytes) -> None:
    checkpoint = Checkpoint("shifan.example/registry", size, root, ("extension",))
    assert checkpoints.parsed(checkpoint.text()) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shifan.example/registry\n300\n",
        TEXT.removesuffix("\n"),
        TEXT + "\n",
        TEXT.replace("300", "0300"),
        TEXT.replace("300", "-1"),
        TEXT.replace("300", "３００"),
        TEXT.replace("300", "9" * 19),
        TEXT.replace("shifan.example/registry", ""),
        TEXT.replace("AAEC", "!!!!"),
        TEXT.replace("Hh8=", "Hh9="),
        TEXT.replace("AAEC", ""),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        checkpoints.parsed(text)


def test_the_text_of_a_signature_is_the_only_one_of_its_bytes() -> None:
    note = OWN.sign(TEXT)
    loose = note[:-3] + chr(ord(note[-3]) + 1) + "=\n"
    encoded = (text.rpartition(" ")[2] for text in (note, loose))
    assert len({base64.b64decode(text) for text in encoded}) == 1
    with pytest.raises(Malformed):
        opened(loose, [OWN.verifier])
