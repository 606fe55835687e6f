"""Trouble that a person can do something about, told in Chinese sentences."""

import errno


class UserError(Exception):
    """Known trouble: what happened, where, and what to do, as sentences for the person at the screen.

    Everything that is not a UserError is a fault of the program.
    """

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.what + (f"：{self.where}" if self.where else "")]
        if self.hint:
            parts.append(self.hint)
        return "。".join(part.rstrip("。") for part in parts) + "。"


class Cancelled(Exception):
    """The person cancelled a running job; nothing of it may remain."""


_OS_SENTENCES = {
    errno.ENOSPC: ("磁盘空间不足，没有写成", "请清理磁盘或换一个U盘后再试，原有文件没有改动"),
    errno.EDQUOT: ("磁盘配额已用完，没有写成", "请清理磁盘后再试，原有文件没有改动"),
    errno.EROFS: ("这个位置是只读的，不能写入", "请换一个可以写入的文件夹或U盘"),
    errno.EACCES: ("没有权限读写这个位置", "请换一个文件夹，或请管理员开放权限"),
    errno.EPERM: ("没有权限读写这个位置", "请换一个文件夹，或请管理员开放权限"),
    errno.ENOENT: ("找不到文件或文件夹", "请检查路径，U盘是否已经拔出"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请检查路径"),
    errno.EISDIR: ("这是一个文件夹，不是文件", "请选择一个文件"),
    errno.EEXIST: ("同名的文件已经存在", "请换一个名称"),
    errno.EIO: ("读写设备出错", "U盘可能已经拔出或损坏，请换一个再试"),
    errno.ENAMETOOLONG: ("文件名太长", "请把名称改短一些"),
    errno.EBUSY: ("文件正在被占用", "请关闭打开它的程序后再试"),
    errno.ENODEV: ("设备不见了", "U盘可能已经拔出，请重新插好再试"),
    errno.ENXIO: ("设备不见了", "U盘可能已经拔出，请重新插好再试"),
}


def from_os_error(error: OSError, where: object = "") -> UserError:
    """Say an operating-system error as a sentence; `where` is the file meant when the error names none."""
    what, hint = _OS_SENTENCES.get(error.errno or 0, ("读写文件失败", "请检查磁盘和路径后再试"))
    return UserError(what, str(where or error.filename or ""), hint)
