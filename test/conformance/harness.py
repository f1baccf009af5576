"""What the Python half of a case shares with its TypeScript half: harness.ts says the same."""


class Boom(Exception):
    """The error that cases raise on purpose."""


def show(error):
    """`TypeName: message`, or the name alone when there is no message; groups show what is inside."""
    if error is None:
        return "None"
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, BaseExceptionGroup):
        text += f" [{', '.join(map(show, error.exceptions))}]"
    return text
